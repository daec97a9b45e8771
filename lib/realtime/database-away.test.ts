// P9 at the socket: whatever is asked while the database is away is answered `retry`, and works when it is back.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createClientMessageId, createId, type InviteId } from '../shared/ids'
import type { CommandName, Payload } from '../shared/protocol'
import { type Client, connect, create, join, type Person } from '../testing/client'
import { dialects } from '../testing/databases'
import { findPostgres, startPostgres, type TestPostgres } from '../testing/postgres'
import { startServer, type TestServer } from '../testing/server'

const postgres = dialects.find(({ name }) => name === 'postgres')
const reason = postgres?.skip === undefined ? '' : ` (skipped: ${postgres.skip})`

describe.skipIf(postgres?.skip !== undefined)(`while Postgres is away${reason}`, () => {
  let database: TestPostgres
  let server: TestServer
  let ada: Person
  let bo: Person
  let client: Client

  beforeAll(async () => {
    const bin = findPostgres()
    if (bin === undefined) throw new Error('there is no Postgres')
    database = await startPostgres(bin)
    server = await startServer({ databaseUrl: database.url })
    ada = await create(server, 'Ada')
    bo = await join(server, 'Bo', ada.code)
    client = await connect(server, ada)
  })
  afterAll(async () => {
    client.close()
    // The regular rounds may say that they failed; nothing that a person asked for may.
    server.faults.length = 0
    await server.close()
    await database.stop()
  })

  test('every command that needs it is refused `retry`, a new connection too, and the one there is stays', async () => {
    const { roomId } = ada
    const place = await client.do('message:send', { roomId, clientMessageId: createClientMessageId(), body: 'Before' })
    const messageId = place.id
    const inviteId = createId<InviteId>()
    const asked: { [N in CommandName]?: Payload<N> } = {
      'room:enter': { roomId },
      'room:catch-up': { roomId, cursor: 0 },
      'room:list': {},
      'room:read': { roomId, seq: 1 },
      'room:level': { roomId, level: 'all' },
      'room:rotate': { roomId },
      'member:rename': { roomId, name: 'Ada L' },
      'message:page': { roomId, limit: 10, beforeSeq: 10 },
      'message:search': { roomId, query: 'before' },
      'message:send': { roomId, clientMessageId: createClientMessageId(), body: 'Meanwhile' },
      'message:edit': { roomId, messageId, body: 'Edited' },
      'message:delete': { roomId, messageId },
      'message:react': { roomId, messageId, emoji: '👍', on: true },
      'invite:send': { roomId, userId: bo.userId },
      'invite:accept': { inviteId },
      'person:silence': { userId: bo.userId, kind: 'mute', on: true },
    }
    await database.crash()
    const answers: Record<string, unknown> = {}
    for (const [name, payload] of Object.entries(asked)) answers[name] = await client.askAnything(name, payload)
    expect(answers).toEqual(Object.fromEntries(Object.keys(asked).map((name) => [name, { ok: false, code: 'retry' }])))
    await expect(connect(server, bo)).rejects.toMatchObject({ data: { code: 'retry' } })
    expect((await fetch(`${server.origin}/readyz`)).status).toBe(503)
    expect(server.faults.filter((fault) => JSON.stringify(fault).includes('command failed'))).toEqual([])

    await database.restart()
    await vi.waitFor(async () => expect((await fetch(`${server.origin}/readyz`)).status).toBe(200), 20_000)
    expect(client.socket.connected).toBe(true)
    await vi.waitFor(async () => {
      expect(await client.askAnything('message:send', asked['message:send'])).toMatchObject({ ok: true })
    }, 20_000)
    const page = await client.do('message:page', { roomId, limit: 10, beforeSeq: 10 })
    expect(page.messages.map(({ body }) => body)).toEqual(['Before', 'Meanwhile'])
  })
})
