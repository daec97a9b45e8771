import { join as path } from 'node:path'
import { sql } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import { migrate } from './db/migrate'
import { openDatabase } from './db/open'
import { type ClientMessageId, createClientMessageId } from './shared/ids'
import { SERVER_TIMES } from './shared/server-times'
import { type Client, create, enter, join } from './testing/client'
import { dataFolder, endProcesses, SERVED_BY, spawnProcess, startProcess } from './testing/process'
import { openRawSocket, type RawSocket } from './testing/raw-socket'

const ROOMY = { LIMITS: 'messageBurst=1000000,messagesPerSecond=1000000' }

afterAll(endProcesses)

const openFile = (dataDir: string) => openDatabase({ url: { kind: 'sqlite', file: path(dataDir, 'parley.db') } })

/** Sends until the server will have no more. Resolves with the keys of what was acknowledged. */
async function sendUntilRefused(client: Client, roomId: string): Promise<ClientMessageId[]> {
  const acked: ClientMessageId[] = []
  while (client.socket.connected) {
    const clientMessageId = createClientMessageId()
    const payload = { roomId, clientMessageId, body: 'Still talking.' }
    const answer = await client.askAnything('message:send', payload).catch(() => undefined)
    if (!JSON.stringify(answer ?? '').includes('"ok":true')) break
    acked.push(clientMessageId)
  }
  return acked
}

describe(`on SIGTERM (${SERVED_BY})`, () => {
  test('it tells every client when to come back, keeps all it acknowledged, and ends with code 0 in time', async () => {
    const server = await startProcess({ env: ROOMY })
    const { roomId, clients } = await server.within(async (host) => {
      const ada = await create(host, 'Ada')
      const guests = await Promise.all(Array.from({ length: 9 }, (_, at) => join(host, `Guest ${at}`, ada.code)))
      return { roomId: ada.roomId, clients: await Promise.all([ada, ...guests].map((each) => enter(host, each))) }
    })
    const talking = clients.map((client) => sendUntilRefused(client, roomId))
    const closed = clients.map((client) => new Promise((resolve) => client.socket.once('disconnect', resolve)))
    await clients[0]?.hears('room:advanced', ({ upto }) => upto > 50)
    const started = performance.now()
    const { code } = await server.kill('SIGTERM')
    expect({ code, printed: server.printed() }).toEqual({
      code: 0,
      printed: expect.not.stringMatching(/"level":[56]0/),
    })
    expect(performance.now() - started).toBeLessThan(SERVER_TIMES.drainWithin)
    await Promise.all(closed)

    const waits = await Promise.all(
      clients.map(async (client) => (await client.hears('server:draining')).reconnectInMs),
    )
    for (const wait of waits) {
      expect(wait).toBeGreaterThanOrEqual(0)
      expect(wait).toBeLessThanOrEqual(SERVER_TIMES.drainSpread)
    }
    // The whole room must not come back in the same instant.
    expect(new Set(waits).size).toBeGreaterThan(1)
    const acked = (await Promise.all(talking)).flat()
    const database = openFile(server.dataDir)
    const rows = await database.read.selectFrom('messages').select('client_message_id as key').execute()
    await database.close()
    expect(acked.length).toBeGreaterThan(50)
    expect(acked.filter((key) => !rows.some((row) => row.key === key))).toEqual([])
  })

  test('500 connections are sent away over five seconds, and nothing that was acknowledged is lost', async () => {
    const server = await startProcess({
      env: { LIMITS: `${ROOMY.LIMITS},socketsPerAddress=1000,socketsPerPerson=600` },
    })
    const { ada, talkers } = await server.within(async (host) => {
      const made = await create(host, 'Ada')
      const guests = await Promise.all(Array.from({ length: 4 }, (_, at) => join(host, `Guest ${at}`, made.code)))
      return { ada: made, talkers: await Promise.all(guests.map((each) => enter(host, each))) }
    })
    const sockets: RawSocket[] = []
    while (sockets.length < 495) {
      const some = Array.from({ length: 45 }, () => openRawSocket(server.origin, { Cookie: ada.cookie }))
      for (const socket of await Promise.all(some)) {
        socket.send('40{"v":1}')
        sockets.push(socket)
      }
    }
    await Promise.all(sockets.map((socket) => socket.hears('40{')))
    const talking = talkers.map((client) => sendUntilRefused(client, ada.roomId))
    await talkers[0]?.hears('room:advanced', ({ upto }) => upto > 100)
    const started = performance.now()
    expect(await server.kill('SIGTERM')).toEqual({ code: 0, signal: null })
    const took = Math.round(performance.now() - started)
    expect(took).toBeLessThan(SERVER_TIMES.drainWithin)
    await Promise.all(sockets.map((socket) => socket.closed))
    const waits = sockets.flatMap(({ texts }) => /"reconnectInMs":(\d+)/.exec(texts.join())?.slice(1).map(Number) ?? [])
    expect(waits).toHaveLength(sockets.length)
    // In each second of the spread about a fifth comes back.
    const bySecond = [0, 1, 2, 3, 4].map((second) => waits.filter((ms) => Math.floor(ms / 1_000) === second).length)
    for (const count of bySecond) expect(count).toBeGreaterThan(sockets.length / 5 / 2)
    const acked = (await Promise.all(talking)).flat()
    const database = openFile(server.dataDir)
    const rows = await database.read.selectFrom('messages').select('client_message_id as key').execute()
    await database.close()
    const stored = new Set(rows.map(({ key }) => key))
    expect(acked.filter((key) => !stored.has(key))).toEqual([])
    process.stdout.write(`  500 connections, ${acked.length} messages acknowledged: drained in ${took} ms\n`)
  }, 60_000)

  test('a second signal ends it at once, with code 1', async () => {
    const server = await startProcess({
      env: { REDIS_URL: 'redis://127.0.0.1:1', AUTH_SECRET: 'a secret of this one test, long enough' },
    })
    // Where there may be other nodes it serves on until who is connected has gone.
    const client = await server.within(async (host) => enter(host, await create(host, 'Ada')))
    server.signal('SIGTERM')
    await client.hears('server:draining')
    expect(client.socket.connected).toBe(true)
    expect(await server.kill('SIGTERM')).toEqual({ code: 1, signal: null })
    client.close()
  })

  test('where there may be other nodes it goes as soon as everybody has gone', async () => {
    const server = await startProcess({
      env: { REDIS_URL: 'redis://127.0.0.1:1', AUTH_SECRET: 'a secret of this one test, long enough' },
    })
    const client = await server.within(async (host) => enter(host, await create(host, 'Ada')))
    server.signal('SIGTERM')
    await client.hears('server:draining')
    expect((await client.ask('presence:report', { visible: true })).ok).toBe(true)
    client.close()
    expect(await server.ended).toEqual({ code: 0, signal: null })
  })

  test('it ends at once when nobody is connected, and takes no new connection', async () => {
    const server = await startProcess()
    expect(await server.kill('SIGTERM')).toEqual({ code: 0, signal: null })
    await expect(fetch(`${server.origin}/healthz`)).rejects.toThrow()
  })

  test('it does not wait for a client that never says a word', async () => {
    const server = await startProcess()
    const silent = new AbortController()
    const waiting = fetch(`${server.origin}/healthz`, { signal: silent.signal, keepalive: true })
    await waiting
    const started = performance.now()
    expect(await server.kill('SIGTERM')).toEqual({ code: 0, signal: null })
    expect(performance.now() - started).toBeLessThan(SERVER_TIMES.drainWithin)
    silent.abort()
  })
})

describe(`at start (${SERVED_BY})`, () => {
  test('a database of a newer version is refused with a sentence and left as it is', async () => {
    const dataDir = dataFolder()
    const database = openFile(dataDir)
    await migrate(database)
    await sql`insert into kysely_migration (name, timestamp) values ('9999-from-the-future', '2099')`.execute(
      database.write,
    )
    await database.close()
    const server = await spawnProcess({ dataDir })
    expect(await server.ended).toEqual({ code: 1, signal: null })
    expect(server.printed()).toContain('Parley cannot start. The database was written by a newer version of Parley')
    expect(server.printed()).toContain('9999-from-the-future')
    expect(server.printed()).not.toContain('    at ')
    const after = openFile(dataDir)
    const applied = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(after.read)
    expect(applied.rows.at(-1)?.name).toBe('9999-from-the-future')
    await after.close()
  })

  test('all problems of the settings are printed at once', async () => {
    const server = await spawnProcess({
      env: {
        PORT: '99999',
        APP_URL: 'chat.example',
        AUTH_SECRET: 'short',
        TRUST_PROXY: 'yes',
        LOG_LEVEL: 'loud',
        LIMITS: 'messageBurst=many,nonsense=1',
        GITHUB_ID: 'only half',
      },
    })
    expect(await server.ended).toEqual({ code: 1, signal: null })
    const printed = server.printed()
    for (const name of ['PORT', 'APP_URL', 'AUTH_SECRET', 'TRUST_PROXY', 'LOG_LEVEL', 'LIMITS', 'GITHUB_ID']) {
      expect(printed).toMatch(new RegExp(`^ {2}${name}\\b`, 'm'))
    }
    expect(printed).toContain('messageBurst=many')
    expect(printed).toContain('nonsense=1')
    expect(printed).not.toContain('    at ')
  })

  test.each([
    ['DATABASE_URL', 'postgres://localhost:1/parley'],
    ['REDIS_URL', 'redis://localhost:1'],
  ])('with %s a secret of its own is required, since all nodes must share one', async (name, url) => {
    const server = await spawnProcess({ env: { [name]: url } })
    expect(await server.ended).toEqual({ code: 1, signal: null })
    expect(server.printed()).toMatch(/^ {2}AUTH_SECRET: required with DATABASE_URL or REDIS_URL/m)
  })
})
