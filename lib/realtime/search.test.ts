import { afterAll, beforeAll, expect, test } from 'vitest'
import { create, enter, type Person } from '../testing/client'
import { startServer, type TestServer } from '../testing/server'
import { say } from '../testing/story'

let server: TestServer
let ada: Person

beforeAll(async () => {
  server = await startServer()
  ada = await create(server, 'Ada')
})
afterAll(() => server.close())

test('a message is found from the moment it was acknowledged, and by its old words no more once it was edited', async () => {
  const client = await enter(server, ada)
  const { roomId } = ada
  const bodiesOf = async (query: string) =>
    (await client.do('message:search', { roomId, query })).messages.map(({ body }) => body)
  for (const body of ['Gate one.', 'Gate two.', 'Gate three.']) {
    const messageId = await say(client, roomId, body)
    expect((await bodiesOf('gate'))[0]).toBe(body)
    if (body !== 'Gate two.') continue
    await client.do('message:edit', { roomId, messageId, body: 'Door two.' })
    expect([await bodiesOf('gate'), await bodiesOf('door')]).toEqual([['Gate one.'], ['Door two.']])
  }
  expect(await bodiesOf('gate')).toEqual(['Gate three.', 'Gate one.'])
  client.close()
})
