import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Client, connect, create, join, type Person } from '../testing/client'
import { startServer, type TestServer } from '../testing/server'
import { leave, say } from '../testing/story'
import { openTab, type Tab, until } from '../testing/tab'
import type { RoomsState, RoomsStore } from './rooms-state'

let server: TestServer
let ada: Person
let teo: Person
let bo: Person
let other: Client
let tab: Tab
let rooms: RoomsStore
let stop: () => void
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())
beforeEach(async () => {
  ada = await create(server, 'Ada')
  teo = await join(server, 'Teo', ada.code)
  bo = await create(server, 'Bo', 'Second room')
  await join(server, 'Ada', bo.code, ada)
  await join(server, 'Teo', bo.code, teo)
  other = await connect(server, teo)
  tab = await openTab(server, ada)
  const { createRoomsStore } = await import('./rooms-store')
  rooms = createRoomsStore()
  stop = rooms.start(ada.userId)
  await until(rooms, (state) => state.rooms.length === 2)
})
afterEach(async () => {
  stop()
  other.close()
  await tab.close()
})

const second = ({ rooms: listed }: RoomsState) => listed.find(({ room }) => room.id === bo.roomId)

describe('a room that is not on the screen', () => {
  test('counts what others write, and comes to the top', async () => {
    await say(other, bo.roomId, 'One.')
    const state = await until(rooms, (now) => (second(now)?.unread ?? 0) > 0)
    expect(state.rooms[0]?.room.id).toBe(bo.roomId)
    expect(second(state)).toMatchObject({ unread: 1, isMentioned: false })
    await say(other, bo.roomId, 'Two, @Ada.')
    expect(second(await until(rooms, (now) => second(now)?.unread === 2))).toMatchObject({ isMentioned: true })
  })

  test('is told of to who wants to hear: who wrote, and the beginning of it', async () => {
    const heard = vi.fn()
    rooms.onStirred(heard)
    await say(other, bo.roomId, 'One.')
    await until(rooms, (now) => (second(now)?.unread ?? 0) > 0)
    expect(heard).toHaveBeenCalledWith(
      expect.objectContaining({ last: { author: expect.objectContaining({ name: 'Teo' }), text: 'One.' } }),
      expect.objectContaining({ unread: 1 }),
    )
  })

  test('is read at once where it was read here', async () => {
    await say(other, bo.roomId, 'One.')
    await until(rooms, (now) => (second(now)?.unread ?? 0) > 0)
    rooms.noteRead(bo.roomId, 1)
    expect(second(rooms.getState())).toMatchObject({ unread: 0, readSeq: 1 })
  })
})

test('own messages from another tab are never unread', async () => {
  const own = await connect(server, ada)
  const before = second(rooms.getState())?.lastPostedAt ?? 0
  await say(own, bo.roomId, 'Mine.')
  const state = await until(rooms, (now) => (second(now)?.lastPostedAt ?? 0) > before)
  expect(second(state)?.unread).toBe(0)
  own.close()
})

test('levels and silences are the same in every tab that is open', async () => {
  expect(await rooms.setLevel(bo.roomId, 'mentions')).toMatchObject({ ok: true })
  expect(second(rooms.getState())?.level).toBe('mentions')
  await rooms.silence(teo.userId, 'mute', true)
  const state = await until(rooms, ({ silences }) => silences.length === 1)
  expect(state.silences).toEqual([{ userId: teo.userId, name: 'Teo', kind: 'mute' }])
})

test('a room that was left in another tab goes from the list', async () => {
  await leave(server, ada, bo.roomId)
  await until(rooms, (state) => second(state) === undefined)
})

test('another code of a room is known at once, on the screen or not', async () => {
  const host = await connect(server, bo)
  const { code } = await host.do('room:rotate', { roomId: bo.roomId })
  const listed = second(await until(rooms, (state) => JSON.stringify(second(state)).includes(code)))
  expect(listed?.room).toMatchObject({ code, title: 'Second room' })
  const renewed = await tab.room.rotateCode()
  if (!renewed.ok) throw new Error('the host may not change the code')
  const { room } = await until(tab.room, (state) => JSON.stringify(state.room).includes(renewed.value.code))
  expect(room).toEqual({ kind: 'group', id: ada.roomId, ...renewed.value, title: renewed.value.code })
  host.close()
})
