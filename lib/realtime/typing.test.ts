import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createId, type RoomId, type UserId } from '../shared/ids'
import { SERVER_TIMES } from '../shared/server-times'
import { type Client, create, enter, join, type Person } from '../testing/client'
import { startServer, type TestServer } from '../testing/server'
import { leave, say } from '../testing/story'
import { createTyping } from './typing'

describe('a hint that somebody types', () => {
  test('expires by itself unless it is said again, and is told only when something changes', () => {
    vi.useFakeTimers()
    const told: [RoomId, UserId[]][] = []
    const typing = createTyping((roomId, userIds) => told.push([roomId, userIds]))
    const [room, ada, teo] = [createId<RoomId>(), createId<UserId>(), createId<UserId>()]
    typing.start(room, ada)
    typing.start(room, teo)
    vi.advanceTimersByTime(SERVER_TIMES.typingShown - 1)
    typing.start(room, ada)
    vi.advanceTimersByTime(1)
    expect(told).toEqual([
      [room, [ada]],
      [room, [ada, teo]],
      [room, [ada]],
    ])
    vi.advanceTimersByTime(SERVER_TIMES.typingShown)
    expect(told.at(-1)).toEqual([room, []])
    typing.stop(room, ada)
    typing.start(room, ada)
    typing.close()
    vi.advanceTimersByTime(60_000)
    expect(told).toHaveLength(5)
    vi.useRealTimers()
  })
})

describe('in a room', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server.close())

  const endings: [string, (typist: Client, teo: Person, roomId: RoomId) => unknown][] = [
    ['by saying so', (typist, _, roomId) => typist.do('typing:stop', { roomId })],
    ['by sending', (typist, _, roomId) => say(typist, roomId, 'done')],
    ['by no longer watching', (typist, _, roomId) => typist.do('room:leave', { roomId })],
    ['by closing the page', (typist) => typist.close()],
    ['by leaving the room', (_, teo, roomId) => leave(server, teo, roomId)],
  ]
  test.each(endings)('who types is shown at once to the others and ends it %s', async (_, end) => {
    const ada = await create(server, 'Ada')
    const teo = await join(server, 'Teo', ada.code)
    const [watcher, typist] = [await enter(server, ada), await enter(server, teo)]
    const started = performance.now()
    await typist.do('typing:start', { roomId: ada.roomId })
    await watcher.hears('typing:changed', ({ userIds }) => userIds.length === 1 && userIds[0] === teo.userId)
    await end(typist, teo, ada.roomId)
    await watcher.hears('typing:changed', ({ userIds }) => userIds.length === 0)
    expect(watcher.all('typing:changed')).toHaveLength(2)
    // Later, it would have ended by itself.
    expect(performance.now() - started).toBeLessThan(SERVER_TIMES.typingShown - 500)
    watcher.close()
    typist.close()
  })

  test('a member who does not watch the room cannot be typing in it', async () => {
    const ada = await create(server, 'Ada')
    const client = await enter(server, ada)
    await client.do('room:leave', { roomId: ada.roomId })
    expect(await client.ask('typing:start', { roomId: ada.roomId })).toEqual({ ok: false, code: 'not_found' })
    client.close()
  })
})
