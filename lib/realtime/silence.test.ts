import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { SERVER_TIMES } from '../shared/server-times'
import { type Client, connect, create, enter, join, type Person } from '../testing/client'
import { startServer, type TestServer } from '../testing/server'
import { befriend, leave, leaveAll, say } from '../testing/story'

let server: TestServer
beforeAll(async () => {
  // The digest's round is turned by hand.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  server = await startServer()
})
afterAll(async () => {
  await server.close()
  vi.useRealTimers()
})

/** All that can happen in a room while others talk there; resolves when both talkers have heard all of it. */
async function happenings(talker: Client, listener: Client, at: Person, listenerAt: Person): Promise<void> {
  const { roomId } = at
  await talker.do('typing:start', { roomId })
  await listener.hears('typing:changed', ({ userIds }) => userIds.includes(at.userId))
  const messageId = await say(talker, roomId, 'Between us.')
  await talker.do('message:edit', { roomId, messageId, body: 'Between us only.' })
  await talker.do('message:react', { roomId, messageId, emoji: '👍', on: true })
  await talker.do('message:delete', { roomId, messageId })
  await listener.hears('room:advanced', ({ messages }) => messages.some(({ deletedAt }) => deletedAt !== undefined))
  await talker.do('presence:report', { visible: false })
  await listener.hears('presence:changed', ({ changes }) => changes.some(({ state }) => state === 'away'))
  await talker.do('presence:report', { visible: true })
  vi.advanceTimersByTime(SERVER_TIMES.headsEvery)
  await listener.hears('room:heads', (heads) => heads[roomId] !== undefined)
  if (listenerAt.roomId !== roomId) throw new Error('both talk in one room')
}

/** What the server had sent to a client by now: an answer comes after all that was sent before it. */
async function heardBy(client: Client): Promise<Client['heard']> {
  await client.do('presence:report', { visible: true })
  return client.heard
}

test('a stranger hears nothing of a room while its members talk', async () => {
  const ada = await create(server, 'Ada')
  const teo = await join(server, 'Teo', ada.code)
  const own = await create(server, 'Stranger')
  const stranger = await enter(server, own)
  // Asking does not make one listen.
  await stranger.ask('room:enter', { roomId: ada.roomId })
  await stranger.ask('room:catch-up', { roomId: ada.roomId, cursor: 0 })
  await stranger.ask('typing:start', { roomId: ada.roomId })
  const [first, second] = [await enter(server, ada), await enter(server, teo)]
  await happenings(first, second, ada, teo)
  const inviteId = (await first.do('invite:send', { roomId: ada.roomId, userId: teo.userId })).inviteId
  await second.hears('invite:received')
  await second.do('invite:accept', { inviteId })
  await first.hears('invite:resolved')
  const heard = JSON.stringify(await heardBy(stranger))
  expect(heard).toContain(own.roomId)
  for (const secret of [ada.roomId, ada.userId, teo.userId, inviteId, 'Ada', 'Teo', 'Between us']) {
    expect(heard).not.toContain(secret)
  }
  for (const client of [first, second, stranger]) client.close()
})

test('who left hears nothing from then on, in any tab, also after coming back to the server', async () => {
  const ada = await create(server, 'Ada')
  const [teo, leaver] = [await join(server, 'Teo', ada.code), await join(server, 'Leaver', ada.code)]
  const tabs = [await enter(server, leaver), await enter(server, leaver)]
  const [first, second] = [await enter(server, ada), await enter(server, teo)]
  await leave(server, leaver, ada.roomId)
  await Promise.all(tabs.map((tab) => tab.hears('member:removed', ({ reason }) => reason === 'left')))
  tabs.push(await connect(server, leaver))
  const before = tabs.map((tab) => tab.heard.length)
  await happenings(first, second, ada, teo)
  for (const [at, tab] of tabs.entries()) expect((await heardBy(tab)).slice(before[at])).toEqual([])
  for (const client of [first, second, ...tabs]) client.close()
})

test('who leaves in the middle of a burst hears nothing that was said after the leaving was told', async () => {
  const ada = await create(server, 'Ada')
  const leaver = await join(server, 'Leaver', ada.code)
  const [first, tab] = [await enter(server, ada), await enter(server, leaver)]
  const burst = Array.from({ length: 200 }, (_, at) => say(first, ada.roomId, `message ${at}`))
  await tab.hears('room:advanced')
  await leave(server, leaver, ada.roomId)
  await Promise.all([...burst, tab.hears('member:removed')])
  await say(first, ada.roomId, 'after')
  const names = (await heardBy(tab)).map(({ name }) => name)
  expect(names.slice(names.lastIndexOf('member:removed') + 1)).toEqual([])
  expect(JSON.stringify(tab.heard)).not.toContain('after')
  for (const client of [first, tab]) client.close()
})

test('what happens in a private room reaches the two and nobody else of the room they met in', async () => {
  const ada = await create(server, 'Ada')
  const [teo, third] = [await join(server, 'Teo', ada.code), await join(server, 'Third', ada.code)]
  const { privateId } = await befriend(server, ada, teo)
  const outsider = await enter(server, third)
  const here = (person: Person): Person => ({ ...person, roomId: privateId })
  const [first, second] = [await enter(server, here(ada)), await enter(server, here(teo))]
  await happenings(first, second, here(ada), here(teo))
  await leave(server, teo, privateId)
  await first.hears('room:updated', (room) => room.kind === 'private' && room.other.hasLeft)
  const heard = JSON.stringify(await heardBy(outsider))
  expect(heard).toContain(ada.roomId)
  expect(heard).not.toContain(privateId)
  expect(heard).not.toContain('Between us')
  for (const client of [first, second, outsider]) client.close()
})

test('a person who leaves Parley is told to nobody but those who shared a room', async () => {
  const ada = await create(server, 'Ada')
  const teo = await join(server, 'Teo', ada.code)
  const stranger = await enter(server, await create(server, 'Stranger'))
  const [first, second] = [await enter(server, ada), await enter(server, teo)]
  const closed = new Promise((resolve) => first.socket.once('disconnect', resolve))
  await leaveAll(server, ada)
  await closed
  await second.hears('presence:changed', ({ changes }) =>
    changes.some(({ userId, state }) => userId === ada.userId && state === 'absent'),
  )
  expect(JSON.stringify(await heardBy(stranger))).not.toContain(ada.userId)
  for (const client of [second, stranger]) client.close()
})
