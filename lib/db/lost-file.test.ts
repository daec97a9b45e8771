// F10: a database that was there and is not, and a start that was killed on its way.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { type Migration, Migrator, sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { describeOnDialects } from '../testing/databases'
import { createPeople } from '../testing/people'
import type { Database } from './database'
import { migrate } from './migrate'
import * as first from './migrations/0001-first'
import { type DatabaseAddress, openDatabase } from './open'
import { markerOf } from './sqlite-file'

/** Starts, and kills itself before the n-th statement that the driver is handed. */
const DYING = `
  import Sqlite from 'better-sqlite3'
  import pg from 'pg'
  import { migrate } from './lib/db/migrate'
  import { openDatabase } from './lib/db/open'
  let left = Number(process.argv[3])
  const dieInTime = (method) => function (...given) {
    left -= 1
    if (left === 0) process.kill(process.pid, 'SIGKILL')
    return method.apply(this, given)
  }
  Sqlite.prototype.prepare = dieInTime(Sqlite.prototype.prepare)
  Sqlite.prototype.pragma = dieInTime(Sqlite.prototype.pragma)
  pg.Client.prototype.query = dieInTime(pg.Client.prototype.query)
  const database = openDatabase({ url: JSON.parse(process.argv[2]) })
  await migrate(database)
  await database.close()
`

/** Compiled once, beside the packages it imports: it is started many times. */
const program = join(import.meta.dirname, '../../node_modules/.cache/parley', `dying-${process.pid}.mjs`)
beforeAll(async () => {
  const shape = { bundle: true, platform: 'node', format: 'esm', target: 'node20', packages: 'external' } as const
  const stdin = { contents: DYING, resolveDir: join(import.meta.dirname, '../..') }
  await build({ ...shape, stdin, outfile: program, logLevel: 'error' })
})
afterAll(() => rmSync(program))

async function startUntil(url: DatabaseAddress, statement: number): Promise<'killed' | 'done'> {
  const child = spawn(process.execPath, [program, JSON.stringify(url), String(statement)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [code, signal] = await once(child, 'exit')
  if (signal === 'SIGKILL') return 'killed'
  if (code !== 0) throw new Error(`The start ended with ${code}.`)
  return 'done'
}

describe('a database file that was there', () => {
  let folder: string
  let file: string
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'parley-lost-'))
    file = join(folder, 'parley.db')
    await (await open()).close()
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  async function open(): Promise<Database> {
    const database = openDatabase({ url: { kind: 'sqlite', file } })
    await migrate(database)
    return database
  }

  const losses: Record<string, () => void> = {
    gone: () => rmSync(file),
    empty: () => truncateSync(file, 0),
    'empty beside its log, where the marker is gone as well': () => {
      truncateSync(file, 0)
      writeFileSync(`${file}-wal`, 'what was committed last')
      rmSync(markerOf(file))
    },
  }
  test.each(Object.entries(losses))(
    'and is %s stops the start with a sentence, and no new one is made',
    async (_, lose) => {
      lose()
      const before = readdirSync(folder)
      await expect(open()).rejects.toThrow(
        /^The database .+ is (gone|empty), though there was one. Restore it from a backup\./,
      )
      expect(readdirSync(folder)).toEqual(before)
    },
  )

  test('from before there were markers gets one at its next start', async () => {
    rmSync(markerOf(file))
    await (await open()).close()
    expect(existsSync(markerOf(file))).toBe(true)
  })

  test('and was removed together with its marker makes room for a new one', async () => {
    rmSync(file)
    rmSync(markerOf(file))
    await expect((await open()).close()).resolves.toBeUndefined()
  })
})

describe('a first start that is killed', () => {
  test('wherever it was, the next one goes on from there', async () => {
    for (const statement of [2, 4, 15, 40]) {
      const folder = mkdtempSync(join(tmpdir(), 'parley-first-'))
      const url: DatabaseAddress = { kind: 'sqlite', file: join(folder, 'parley.db') }
      expect(await startUntil(url, statement)).toBe('killed')
      const database = openDatabase({ url })
      await migrate(database)
      await expect(createPeople(database).guest()).resolves.toBeDefined()
      await database.close()
      rmSync(folder, { recursive: true })
    }
  }, 120_000)
})

describeOnDialects('a start that is killed while it changes an older database', ({ name, createAddress }) => {
  test('leaves it as it was, and the next one goes on', async () => {
    const { url, remove } = await createAddress()
    let database = await openOld(url)
    await fill(database)
    await database.close()
    for (const statement of name === 'sqlite' ? [30, 40] : [30, 60, 100]) {
      expect(await startUntil(url, statement)).toBe('killed')
      database = openDatabase({ url })
      expect(await migrationsIn(database)).toEqual(['0001-first'])
      expect(await bodiesIn(database)).toHaveLength(100)
      await database.close()
    }
    database = openDatabase({ url })
    await migrate(database)
    expect(await migrationsIn(database)).toEqual([
      '0001-first',
      '0002-conversation',
      '0003-lean-log',
      '0004-prompt-posts',
    ])
    expect(await bodiesIn(database)).toHaveLength(100)
    await database.close()
    await remove()
  }, 120_000)

  async function openOld(url: DatabaseAddress): Promise<Database> {
    const database = openDatabase({ url })
    const provider = { getMigrations: async (): Promise<Record<string, Migration>> => ({ '0001-first': first }) }
    const { error } = await new Migrator({ db: database.write, provider }).migrateToLatest()
    if (error) throw error
    return database
  }

  async function fill({ write }: Database): Promise<void> {
    await sql`insert into users (id, kind, name, created_at, last_seen_at) values ('u', 'guest', 'Ada', 0, 0)`.execute(
      write,
    )
    await sql`insert into rooms (id, kind, code, title, created_at, rev) values ('r', 'group', 'C', 'C', 0, 100)`.execute(
      write,
    )
    for (let at = 1; at <= 100; at += 1)
      await sql`insert into messages (id, room_id, seq, rev, client_message_id, author_id, author_name, body, posted_at)
        values (${`m${at}`}, 'r', ${at}, ${at}, ${`c${at}`}, 'u', 'Ada', ${`number ${at}`}, 0)`.execute(write)
  }

  async function migrationsIn({ read }: Database): Promise<string[]> {
    const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(read)
    return rows.map((row) => row.name)
  }

  async function bodiesIn({ read }: Database): Promise<unknown[]> {
    return (await sql`select body from messages`.execute(read)).rows
  }
})
