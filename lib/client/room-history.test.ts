import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createId, type MessageId } from '../shared/ids'
import { SIZES } from '../shared/limits'
import { type Client, connect, create, join, type Person } from '../testing/client'
import { startServer, type TestServer } from '../testing/server'
import { say } from '../testing/story'
import { openTab, type Tab, until } from '../testing/tab'
import type { RoomState } from './room-state'

const COUNT = 200

let server: TestServer
let ada: Person
let other: Client
let tab: Tab
const ids: MessageId[] = []
beforeAll(async () => {
  server = await startServer()
  ada = await create(server, 'Ada')
  other = await connect(server, await join(server, 'Teo', ada.code))
  for (let at = 1; at <= COUNT; at += 1) ids.push(await say(other, ada.roomId, `Message ${at}`))
})
afterAll(async () => {
  other.close()
  await server.close()
})
beforeEach(async () => {
  tab = await openTab(server, ada)
})
afterEach(() => tab.close())

const idAt = (seq: number): MessageId => {
  const id = ids[seq - 1]
  if (!id) throw new Error(`Nothing was posted at ${seq}.`)
  return id
}
const seqs = ({ shown }: RoomState): number[] => shown.map(({ seq }) => seq)
const run = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at)

describe('a jump', () => {
  test('to a message far back shows what stands around it, and leaves the live end as it is [E50]', async () => {
    expect(await tab.room.jumpTo(idAt(40))).toBe('shown')
    const state = tab.room.getState()
    expect(seqs(state)).toEqual(run(15, 64))
    expect(state.timeline.messages.map(({ seq }) => seq)).toEqual(run(151, 200))
  })

  test('grows on both sides until it meets the live end, without a gap or a double', async () => {
    await tab.room.jumpTo(idAt(100))
    await tab.room.loadOlder()
    expect(seqs(tab.room.getState())).toEqual(run(25, 124))
    await tab.room.loadNewer()
    const { history, timeline } = tab.room.getState()
    expect(history).toBeUndefined()
    expect(seqs(tab.room.getState())).toEqual(run(25, 200))
    expect(timeline.floorSeq).toBe(25)
  })

  test('to a message that is loaded asks nobody', async () => {
    tab.network.refuse()
    tab.network.reset()
    expect(await tab.room.jumpTo(idAt(COUNT))).toBe('shown')
    expect(tab.room.getState().history).toBeUndefined()
  })

  test('to what the room has not, or without a connection, says so and moves nothing', async () => {
    const before = seqs(tab.room.getState())
    expect(await tab.room.jumpTo(createId<MessageId>())).toBe('gone')
    tab.network.refuse()
    tab.network.reset()
    await until(tab.room, ({ connection }) => connection.kind !== 'connected')
    expect(await tab.room.jumpTo(idAt(3))).toBe('failed')
    expect(seqs(tab.room.getState())).toEqual(before)
  })

  test('shows changes of what it shows, and new messages wait at the live end', async () => {
    await tab.room.jumpTo(idAt(40))
    await other.do('message:edit', { roomId: ada.roomId, messageId: idAt(41), body: 'Changed' })
    const changed = await until(tab.room, ({ shown }) => shown.some(({ body }) => body === 'Changed'))
    expect(seqs(changed)).toEqual(run(15, 64))
    expect(changed.timeline.head).toBeGreaterThan(COUNT)
    await other.do('message:edit', { roomId: ada.roomId, messageId: idAt(41), body: 'Message 41' })
    tab.room.showLatest()
    expect(seqs(tab.room.getState())).toEqual(run(151, 200))
  })

  test('an own message sent from there leads back to the live end [E3]', async () => {
    await tab.room.jumpTo(idAt(40))
    tab.room.send('Here I am.')
    expect(tab.room.getState().history).toBeUndefined()
    await until(tab.room, ({ outbox }) => outbox.length === 0)
    expect(tab.room.getState().shown.at(-1)?.body).toBe('Here I am.')
    expect(tab.room.getState().shown.length).toBeGreaterThanOrEqual(SIZES.snapshotMessages)
  })
})
