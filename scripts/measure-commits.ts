// `npm run measure:commits`: messages a second through the commit queue, on both stores in one run, and how many pages
// SQLite writes for a commit, beside what the same rows cost by bare statements.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { sql } from 'kysely'
import type { Database } from '#lib/db/database'
import { migrate } from '#lib/db/migrate'
import { type DatabaseAddress, openDatabase } from '#lib/db/open'
import { configure } from '#lib/db/sqlite'
import { createCommitQueue } from '#lib/domain/commit-queue'
import { writeLog } from '#lib/domain/log-writer'
import { createClientMessageId, createMessageId, type RoomId } from '#lib/shared/ids'
import { createPeople, type Guest, newPost } from '#lib/testing/people'
import { findPostgres, startPostgres } from '#lib/testing/postgres'

const MESSAGES = 5_000
/** As many as senders who wait for their answer; below it the queue would be idle between two batches. */
const IN_FLIGHT = 512
const ROUNDS = 3

type Scene = { database: Database; author: Guest; rooms: RoomId[] }

async function prepare(url: DatabaseAddress): Promise<Scene> {
  const database = openDatabase({ url })
  await migrate(database)
  const people = createPeople(database)
  const author = await people.guest()
  const rooms: RoomId[] = []
  while (rooms.length < 100) rooms.push((await people.room(author)).id)
  return { database, author, rooms }
}

/** @returns messages a second, this process's own CPU seconds for all of them, and the 50th and 99th percentile of how long an answer took, milliseconds */
async function measure({ database, author, rooms }: Scene, roomCount: number) {
  const errors: unknown[] = []
  const parts = {
    database,
    now: () => Date.now(),
    onCommitted: () => {},
    onError: (error: unknown) => errors.push(error),
  }
  const queue = createCommitQueue(parts)
  const took: number[] = []
  let sent = 0
  const started = performance.now()
  const cpu = process.cpuUsage()
  const senders = Array.from({ length: IN_FLIGHT }, async () => {
    while (sent < MESSAGES) {
      const roomId = rooms[sent % roomCount]
      if (!roomId) throw new Error('there are too few rooms')
      sent += 1
      const asked = performance.now()
      await queue.commit(newPost(roomId, author, `Message ${sent} of a measured burst, about as long as people write`))
      took.push(performance.now() - asked)
    }
  })
  await Promise.all(senders)
  const seconds = (performance.now() - started) / 1_000
  if (errors.length > 0) throw new Error('commits failed', { cause: errors[0] })
  const { user, system } = process.cpuUsage(cpu)
  took.sort((a, b) => a - b)
  const at = (share: number) => took[Math.floor(took.length * share)] ?? 0
  return { perSecond: MESSAGES / seconds, cpu: (user + system) / 1e6, p50: at(0.5), p99: at(0.99) }
}

/** Commits that are counted together, and the messages of each; fewer pages than SQLite puts back by itself. */
const COMMITS = 60
const SHARED_BY = [1, 30]
/** A page and what the write-ahead log says of it, bytes (https://sqlite.org/fileformat2.html#walformat). */
const FRAME = 4_096 + 24

/** @returns pages written and this process's own CPU milliseconds for a commit of `size` messages, each in another room */
async function measurePages({ database, author, rooms }: Scene, file: string, size: number) {
  const commit = (from: number) =>
    database.transact((trx) => {
      const posts = Array.from({ length: size }, (_, at) => rooms[(from + at * 3) % rooms.length] ?? rooms[0])
      const changes = posts.flatMap((roomId) =>
        roomId ? [newPost(roomId, author, 'About as long as people write.')] : [],
      )
      return writeLog(trx, changes, { dialect: 'sqlite', now: Date.now() })
    })
  await sql`pragma wal_checkpoint(truncate)`.execute(database.write)
  const cpu = process.cpuUsage()
  for (let at = 0; at < COMMITS; at += 1) await commit(at)
  const { user, system } = process.cpuUsage(cpu)
  return { pages: statSync(`${file}-wal`).size / FRAME / COMMITS, cpuMs: (user + system) / 1_000 / COMMITS }
}

/**
 * The floor: the same rows by bare statements on a connection of their own, with no check, no answer and no index of
 * words. What a commit of the log costs beyond it is Parley's own.
 */
function measureBare({ author, rooms }: Scene, file: string, size: number): number {
  const connection = new SqliteDatabase(file, { timeout: 1_000 })
  configure(connection)
  const read = connection.prepare('select rev from rooms where id = ?').pluck()
  const insert = connection.prepare(`insert into messages (id, room_id, seq, rev, client_message_id, author_id,
    author_name, body, posted_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const move = connection.prepare('update rooms set rev = ?, last_posted_at = ? where id = ?')
  const heads = new Map(rooms.map((roomId) => [roomId, Number(read.get(roomId))]))
  const now = Date.now()
  const commit = connection.transaction((from: number) => {
    for (let at = 0; at < size; at += 1) {
      const roomId = rooms[(from + at * 3) % rooms.length]
      if (!roomId) throw new Error('there are too few rooms')
      const head = (heads.get(roomId) ?? 0) + 1
      heads.set(roomId, head)
      const place = [createMessageId(now), roomId, head, head, createClientMessageId(now)]
      insert.run(...place, author.userId, author.name, 'About as long as people write.', now)
      move.run(head, now, roomId)
    }
  })
  connection.pragma('wal_checkpoint(truncate)')
  const cpu = process.cpuUsage()
  for (let at = 0; at < COMMITS; at += 1) commit(at)
  const { user, system } = process.cpuUsage(cpu)
  connection.close()
  return (user + system) / 1_000 / COMMITS
}

const bin = findPostgres()
if (bin === undefined) throw new Error('There is no Postgres to measure.')
const folder = mkdtempSync(join(tmpdir(), 'parley-measure-'))
const server = await startPostgres(bin)
const file = join(folder, 'parley.db')
const scenes = {
  SQLite: await prepare({ kind: 'sqlite', file }),
  Postgres: await prepare({ kind: 'postgres', url: server.url }),
}
try {
  for (const roomCount of [1, 100]) {
    for (let round = 1; round <= ROUNDS; round += 1) {
      for (const [name, scene] of Object.entries(scenes)) {
        const { perSecond, cpu, p50, p99 } = await measure(scene, roomCount)
        const told = `${Math.round(perSecond)}/s, ${cpu.toFixed(2)} CPU s here, answer p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`
        process.stdout.write(`${roomCount} room(s), round ${round}, ${name}: ${told}\n`)
      }
    }
  }
  for (const size of SHARED_BY) {
    const { pages, cpuMs } = await measurePages(scenes.SQLite, file, size)
    const bareMs = measureBare(scenes.SQLite, file, size)
    const told = `${pages.toFixed(1)} pages, ${cpuMs.toFixed(2)} CPU ms here, ${bareMs.toFixed(2)} by bare statements`
    process.stdout.write(`A commit of ${size} message(s), SQLite: ${told}\n`)
  }
} finally {
  for (const { database } of Object.values(scenes)) await database.close()
  await server.stop()
  rmSync(folder, { recursive: true })
}
