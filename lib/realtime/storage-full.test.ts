import { closeSync, copyFileSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs'
import { join as path } from 'node:path'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDatabase } from '../db/open'
import { createClientMessageId } from '../shared/ids'
import { isRefusal } from '../shared/refusal'
import { type Client, connect, create, enter, join, type Person } from '../testing/client'
import { dataFolder, endProcesses, SERVED_BY, startProcess } from '../testing/process'
import { startServer, type TestServer } from '../testing/server'
import { say } from '../testing/story'
import { bodies, openTab, type Tab, until } from '../testing/tab'
import { UNBOUNDED } from '../testing/unbounded'

const LONG = '€'.repeat(3_000)

describe('when the database has no room left', () => {
  let server: TestServer
  let ada: Person
  const tabs: Tab[] = []
  beforeEach(async () => {
    server = await startServer()
    ada = await create(server, 'Ada')
    const client = await enter(server, ada)
    await say(client, ada.roomId, 'Before.')
    client.close()
  })
  afterEach(async () => {
    for (const tab of tabs.splice(0)) await tab.close()
    await server.close()
  })

  /** Leaves the database so many pages of 4 KB to grow by. It holds for the connection that the server writes with. */
  async function leaveRoom(pages: number): Promise<void> {
    const { write } = server.services.database
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(write)
    await sql`pragma max_page_count = ${sql.raw(String((rows[0]?.page_count ?? 0) + pages))}`.execute(write)
  }

  async function fill(client: Client): Promise<void> {
    await leaveRoom(0)
    for (;;) {
      const payload = { roomId: ada.roomId, clientMessageId: createClientMessageId(), body: LONG }
      const answer = await client.ask('message:send', payload)
      if (answer.ok) continue
      if (answer.code === 'storage_full') return
      throw new Error(`refused as ${answer.code}`)
    }
  }

  test('one still connects, enters, reads and searches; what writes is refused by that name', async () => {
    const client = await enter(server, ada)
    const messageId = await say(client, ada.roomId, 'Gate four.')
    await fill(client)
    client.close()
    // A session's and a person's last use cannot be noted now, and nobody is kept out for it.
    server.travel(3 * 3_600_000)
    const again = await connect(server, ada)
    const { advance } = await again.do('room:enter', { roomId: ada.roomId })
    expect(advance.messages.map(({ body }) => body)).toContain('Gate four.')
    expect((await again.do('message:search', { roomId: ada.roomId, query: 'gate' })).messages).toHaveLength(1)
    expect((await again.do('room:list', {})).rooms).toHaveLength(1)
    const long = { roomId: ada.roomId, messageId, body: LONG }
    expect(await again.ask('message:edit', long)).toEqual({ ok: false, code: 'storage_full' })
    // The first few may find a place in pages that are there.
    let joined: unknown
    for (let at = 0; !isRefusal(joined); at++) {
      joined = await join(server, `Guest ${at}`, ada.code).catch((error: unknown) => error)
    }
    expect(joined.code).toBe('storage_full')
    again.close()
  })

  test('what is written is kept and named, and goes out by itself when there is room, with no restart', async () => {
    const tab = await openTab(server, ada)
    tabs.push(tab)
    const client = await enter(server, ada)
    await fill(client)
    tab.room.send(LONG)
    const full = await until(tab.room, ({ isStorageFull }) => isStorageFull)
    expect(full.outbox).toMatchObject([{ body: LONG, status: 'pending' }])
    expect(full.connection.kind).toBe('connected')
    await leaveRoom(100_000)
    const { outbox, timeline } = await until(tab.room, ({ isStorageFull }) => !isStorageFull)
    expect(outbox).toEqual([])
    expect(timeline.messages.at(-1)?.body).toBe(LONG)
    // By the connection that writes: one that only reads compares the words with what it remembers of them.
    const { rows } = await sql`pragma integrity_check`.execute(server.services.database.write)
    expect(rows).toEqual([{ integrity_check: 'ok' }])
    client.close()
  })

  test('who gives the message up is told of no full disk any more', async () => {
    const tab = await openTab(server, ada)
    tabs.push(tab)
    const client = await enter(server, ada)
    await fill(client)
    tab.room.send(LONG)
    const { outbox } = await until(tab.room, ({ isStorageFull }) => isStorageFull)
    for (const { clientMessageId } of outbox) tab.room.drop(clientMessageId)
    expect((await until(tab.room, ({ isStorageFull }) => !isStorageFull)).outbox).toEqual([])
    expect(bodies(tab.room.getState())).toContain('Before.')
    client.close()
  })
})

afterAll(endProcesses)

const isRoot = process.getuid?.() === 0
const why = isRoot ? '' : ' (skipped: only root may mount a disk of its own)'

describe.skipIf(!isRoot)(`on a disk of its own (${SERVED_BY})${why}`, () => {
  test('4 MB that are full make the server read-only, and room on them makes it write again', async () => {
    const dataDir = dataFolder()
    const first = await startProcess({ dataDir, env: UNBOUNDED })
    const ada = await first.within((host) => create(host, 'Ada'))
    await first.kill('SIGTERM')
    // A small disk that only the server sees, with what it left.
    const mount = 'cp -a "$0" "$0.kept" && mount -t tmpfs -o size=4m parley "$0" && cp -a "$0.kept/." "$0" && exec "$@"'
    const server = await startProcess({
      dataDir,
      env: UNBOUNDED,
      through: ['unshare', '-m', 'sh', '-c', mount, dataDir],
    })
    const disk = `/proc/${server.pid}/root${dataDir}`
    const client = await first.within((host) => enter({ ...host, origin: server.origin }, ada))
    await say(client, ada.roomId, 'Before.')
    fillDisk(disk)
    const stored: string[] = ['Before.']
    let refused = 0
    for (let at = 0; refused < 5 && at < 2_000; at++) {
      const body = `${at} ${LONG}`
      const payload = { roomId: ada.roomId, clientMessageId: createClientMessageId(), body }
      const answer = await client.ask('message:send', payload)
      if (answer.ok) stored.push(body)
      else {
        expect(answer.code).toBe('storage_full')
        refused += 1
      }
    }
    expect(refused).toBe(5)
    // Reading goes on, over a new connection too.
    const reader = await first.within((host) => connect({ ...host, origin: server.origin }, ada))
    expect(await allBodies(reader, ada)).toEqual(stored)
    expect((await fetch(`${server.origin}/readyz`)).status).toBe(200)
    rmSync(path(disk, 'filler'))
    await say(client, ada.roomId, 'After.')
    expect(await allBodies(reader, ada)).toEqual([...stored, 'After.'])
    // A copy of the files, since SQLite would look for them by their name outside.
    for (const name of readdirSync(disk)) copyFileSync(path(disk, name), path(`${dataDir}.kept`, name))
    const database = openDatabase({ url: { kind: 'sqlite', file: path(`${dataDir}.kept`, 'parley.db') } })
    const { rows } = await sql`pragma integrity_check`.execute(database.read)
    await database.close()
    rmSync(`${dataDir}.kept`, { recursive: true })
    expect(rows).toEqual([{ integrity_check: 'ok' }])
    expect(server.printed()).not.toMatch(/"level":60/)
    for (const one of [client, reader]) one.close()
    expect(await server.kill('SIGTERM')).toEqual({ code: 0, signal: null })
  })
})

test(`a log that cannot be written ends neither the server nor the chat (${SERVED_BY})`, async () => {
  const through = ['sh', '-c', 'exec "$@" > /dev/full 2> /dev/full', 'sh']
  const server = await startProcess({ env: { ...UNBOUNDED, LOG_LEVEL: 'debug' }, through })
  const { ada, client } = await server.within(async (host) => {
    const made = await create(host, 'Ada')
    return { ada: made, client: await enter(host, made) }
  })
  // Something to complain about, many times.
  for (let at = 0; at < 50; at++) {
    await fetch(`${server.origin}/socket.io/?EIO=4&transport=websocket`, { headers: { Origin: 'http://elsewhere' } })
  }
  await say(client, ada.roomId, 'Still here.')
  client.close()
  expect(await server.kill('SIGTERM')).toEqual({ code: 0, signal: null })
})

/** Takes every byte that is left. */
function fillDisk(folder: string): void {
  const file = openSync(path(folder, 'filler'), 'w')
  try {
    for (let block = Buffer.alloc(64 * 1024); ; ) {
      try {
        writeSync(file, block)
      } catch {
        if (block.length === 1) return
        block = block.subarray(0, Math.floor(block.length / 2))
      }
    }
  } finally {
    closeSync(file)
  }
}

async function allBodies(client: Client, { roomId }: Person): Promise<string[]> {
  const held: string[] = []
  for (let afterSeq = 0; ; ) {
    const page = await client.do('message:page', { roomId, limit: 100, afterSeq })
    held.push(...page.messages.map(({ body }) => body))
    afterSeq = page.messages.at(-1)?.seq ?? afterSeq
    if (page.reachedEnd) return held
  }
}
