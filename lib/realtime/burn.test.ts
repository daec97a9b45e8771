import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RoomId } from '../shared/ids'
import { type Client, connect, create, enter, join, type Person } from '../testing/client'
import { startServer, type TestServer } from '../testing/server'
import { befriend, say } from '../testing/story'

let server: TestServer
let ada: Person
let teo: Person
let privateId: RoomId
beforeAll(async () => {
  server = await startServer()
  ada = await create(server, 'Ada')
  teo = await join(server, 'Teo', ada.code)
  privateId = (await befriend(server, ada, teo)).privateId
})
afterAll(() => server.close())

const inside = (person: Person): Promise<Client> => enter(server, { ...person, roomId: privateId })

test('either of the two burns the messages for both, in every tab, and both get the receipt', async () => {
  const [first, second, elsewhere] = [await inside(ada), await inside(teo), await connect(server, teo)]
  await elsewhere.do('room:list', {})
  await say(first, privateId, 'a secret plan')
  const messageId = await say(second, privateId, 'another secret')
  await first.do('message:react', { roomId: privateId, messageId, emoji: '👍', on: true })
  await second.hears('room:advanced', ({ upto }) => upto === 3)
  const burned = await second.do('room:burn', { roomId: privateId })
  expect(burned).toEqual({ by: teo.userId, at: expect.any(Number), messages: 2 })
  for (const client of [first, second]) {
    const reset = await client.hears('room:advanced', (advance) => advance.reset === true)
    expect(reset).toMatchObject({ roomId: privateId, messages: [], upto: 4, head: 4 })
  }
  for (const client of [first, second, elsewhere]) {
    expect(await client.hears('room:updated', (room) => 'burned' in room)).toMatchObject({ id: privateId, burned })
  }
  expect(elsewhere.all('room:advanced')).toEqual([])
  const page = await first.do('message:page', { roomId: privateId, limit: 10, beforeSeq: 100 })
  expect(page).toEqual({ messages: [], reachedStart: true, reachedEnd: true })
  expect((await first.do('message:search', { roomId: privateId, query: 'secret' })).messages).toEqual([])
  expect(await first.ask('message:page', { roomId: privateId, limit: 10, aroundId: messageId })).toEqual({
    ok: false,
    code: 'not_found',
  })
  for (const client of [first, second, elsewhere]) client.close()
})

test('who was away is given the empty page, and what was said after it', async () => {
  const first = await inside(ada)
  const { advance } = await first.do('room:enter', { roomId: privateId })
  await say(first, privateId, 'soon gone')
  await first.do('room:burn', { roomId: privateId })
  await say(first, privateId, 'stays')
  const second = await connect(server, teo)
  const caughtUp = await second.do('room:catch-up', { roomId: privateId, cursor: advance.head })
  expect(caughtUp.reset).toBe(true)
  expect(caughtUp.messages.map(({ body }) => body)).toEqual(['stays'])
  const { room } = await second.do('room:enter', { roomId: privateId, cursor: advance.head })
  expect(room).toMatchObject({ burned: { by: ada.userId, messages: 1 } })
  for (const client of [first, second]) client.close()
})

test('a message posted before the news of the burning came is not lost by it', async () => {
  const [first, second] = [await inside(ada), await inside(teo)]
  await say(first, privateId, 'ashes')
  await Promise.all([first.do('room:burn', { roomId: privateId }), say(second, privateId, 'phoenix')])
  const { messages } = await second.do('message:page', { roomId: privateId, limit: 10, beforeSeq: 1_000 })
  await first.hears('room:advanced', (advance) => advance.reset === true)
  for (const { body } of messages) {
    await first.hears('room:advanced', (advance) => advance.messages.some((message) => message.body === body))
  }
  for (const client of [first, second]) client.close()
})

test('it is not for a room of many, nor for anybody else', async () => {
  const client = await enter(server, ada)
  await say(client, ada.roomId, 'stays')
  expect(await client.ask('room:burn', { roomId: ada.roomId })).toEqual({ ok: false, code: 'forbidden' })
  const third = await connect(server, await join(server, 'Third', ada.code))
  expect(await third.ask('room:burn', { roomId: privateId })).toEqual({ ok: false, code: 'not_found' })
  for (const each of [client, third]) each.close()
})
