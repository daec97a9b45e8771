import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createId, type RoomId } from '../shared/ids'
import type { EventName, Events } from '../shared/protocol'
import { type Client, create, enter, join, type Person } from '../testing/client'
import { startServer, type TestServer } from '../testing/server'
import { say } from '../testing/story'
import { bodies, openTab, type Tab, until } from '../testing/tab'

let server: TestServer
let ada: Person
let teo: Person
let other: Client
let tab: Tab
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())
beforeEach(async () => {
  ada = await create(server, 'Ada')
  teo = await join(server, 'Teo', ada.code)
  other = await enter(server, teo)
  tab = await openTab(server, ada)
})
afterEach(async () => {
  other.close()
  await tab.close()
})

/** An event as the connection brings it to every store of the tab. */
function bring<N extends EventName>(name: N, payload: Events[N]): void {
  for (const listener of tab.line.socket.listeners(name)) Reflect.apply(listener, undefined, [payload])
}

test('what is told of another room of the tab changes nothing in this one', async () => {
  await say(other, ada.roomId, 'One.')
  const before = await until(tab.room, (state) => bodies(state).includes('One.') && state.roster.count === 2)
  const roomId = createId<RoomId>()
  const [message] = before.timeline.messages
  if (!message) throw new Error('The message is not there.')
  bring('room:advanced', { roomId, since: 0, upto: 9, head: 9, messages: [{ ...message, roomId, seq: 9, rev: 9 }] })
  bring('room:heads', { [roomId]: 99 })
  bring('room:updated', { kind: 'group', id: roomId, code: ada.code, title: 'Another' })
  bring('room:closed', { roomId, reason: 'closed' })
  bring('member:removed', { roomId, reason: 'removed' })
  bring('typing:changed', { roomId, userIds: [teo.userId] })
  bring('presence:changed', { roomId, version: before.roster.version + 1, count: 0, changes: [] })
  expect(tab.room.getState()).toEqual(before)
})

test('a room that is closed, or that one is removed from, ends with that word', async () => {
  bring('room:closed', { roomId: ada.roomId, reason: 'closed' })
  expect(tab.room.getState().ended).toBe('closed')
  bring('member:removed', { roomId: ada.roomId, reason: 'removed' })
  expect(tab.room.getState().ended).toBe('removed')
})

test('who has said it is not typing it any more, though others are', async () => {
  const third = await enter(server, await join(server, 'Bo', ada.code))
  for (const client of [other, third]) await client.do('typing:start', { roomId: ada.roomId })
  await until(tab.room, ({ typing }) => typing.length === 2)
  await say(other, ada.roomId, 'Said.')
  const { typing } = await until(tab.room, (state) => bodies(state).includes('Said.'))
  expect(typing).not.toContain(teo.userId)
  third.close()
})

test('a presence that was heard already is no second notice', async () => {
  const { roster } = await until(tab.room, (state) => state.roster.count === 2)
  const before = tab.room.getState().notices.length
  const [person] = roster.list
  if (!person) throw new Error('Nobody is here.')
  bring('presence:changed', {
    roomId: ada.roomId,
    version: roster.version,
    count: 1,
    changes: [{ ...person, state: 'absent' }],
  })
  expect(tab.room.getState().notices).toHaveLength(before)
  expect(tab.room.getState().roster).toBe(roster)
})
