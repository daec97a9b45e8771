import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { create, enter } from '../testing/client'
import { startServer, type TestServer } from '../testing/server'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

test('a fault of the server is answered internal and no word more, is logged without what was sent, and ends nothing', async () => {
  const ada = await create(server, 'Ada')
  // In the room, so that nothing of its arrival is still asked.
  const client = await enter(server, ada)
  const { write } = server.services.database
  await sql`alter table members rename to members_away`.execute(write)
  const asked = { roomId: ada.roomId, query: 'a private word' }
  expect(await client.ask('message:search', asked)).toEqual({ ok: false, code: 'internal' })
  await sql`alter table members_away rename to members`.execute(write)
  // What goes on by itself meanwhile, such as asking for one's rooms, meets the same fault.
  const [fault, ...others] = server.faults.splice(0).filter((told) => JSON.stringify(told).includes('command failed'))
  expect(others).toEqual([])
  expect(fault).toMatchObject([
    { err: { message: expect.stringMatching(/members/) }, command: 'message:search' },
    'command failed',
  ])
  expect(JSON.stringify(fault)).not.toContain('a private word')
  expect(await client.do('message:search', asked)).toEqual({ messages: [], hasMore: false })
  client.close()
})
