import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { writeLog } from '../domain/log-writer'
import { createGuest } from '../domain/users'
import { createClientMessageId } from '../shared/ids'
import { createPeople, EPOCH, username } from '../testing/people'
import type { Database, Db } from './database'
import { migrate } from './migrate'
import { openDatabase } from './open'
import { writeAhead } from './sqlite'

const folder = mkdtempSync(join(tmpdir(), 'parley-sqlite-'))
afterAll(() => rmSync(folder, { recursive: true }))

let made = 0
function newFile(): string {
  made += 1
  return join(folder, String(made), 'parley.db')
}

async function openFile(file: string): Promise<Database> {
  const database = openDatabase({ url: { kind: 'sqlite', file } })
  await migrate(database)
  return database
}

async function pragma(db: Db, name: string): Promise<unknown> {
  const { rows } = await sql<Record<string, unknown>>`pragma ${sql.raw(name)}`.execute(db)
  return Object.values(rows[0] ?? {})[0]
}

describe('the embedded store', () => {
  let database: Database
  const file = newFile()
  beforeAll(async () => {
    database = await openFile(file)
  })
  afterAll(() => database.close())

  const settings: [string, string | number, string][] = [
    ['journal_mode', 'wal', 'readers never wait for the writer'],
    ['synchronous', 2, 'FULL: what was committed survives a power cut'],
    ['foreign_keys', 1, 'rows keep their promises'],
    ['secure_delete', 1, 'what was deleted is overwritten'],
    ['trusted_schema', 0, 'a file from elsewhere runs no functions'],
    ['busy_timeout', 100, 'a lock elsewhere does not hold the event loop'],
  ]
  test.each(settings)('reads back %s = %s on both connections: %s', async (name, value) => {
    expect([await pragma(database.write, name), await pragma(database.read, name)]).toEqual([value, value])
  })

  test('answers a statement again after hundreds of others, and row by row where that is asked', async () => {
    const people = createPeople(database)
    await people.guest('Ada')
    const names = database.read.selectFrom('users').select('name').where('name', '=', 'Ada')
    const streamed = async () => {
      let count = 0
      for await (const { name } of names.stream()) count += name === 'Ada' ? 1 : 0
      return count
    }
    const before = await streamed()
    for (let at = 0; at < 700; at += 1) await sql`select ${sql.lit(at)}`.execute(database.read)
    expect([before, (await names.execute()).length]).toEqual([await streamed(), before])
  })

  test('that does not take a setting is not used', () => {
    const memory = () => openDatabase({ url: { kind: 'sqlite', file: ':memory:' } })
    expect(memory).toThrow('SQLite did not take the setting journal_mode=wal; it reads memory.')
  })

  test('keeps its folder to its owner', () => {
    expect((statSync(dirname(file)).mode & 0o777).toString(8)).toBe('700')
  })

  test('holds the write lock from the first moment of a transaction: nothing comes between its reads and its writes', async () => {
    const other = openDatabase({ url: { kind: 'sqlite', file } })
    await database.transact(async (trx) => {
      await trx.selectFrom('rooms').select('id').execute()
      const between = createGuest(other.write, { name: username('Eve'), now: EPOCH })
      await expect(between).rejects.toMatchObject({ code: 'retry', cause: { code: 'SQLITE_BUSY' } })
      await createGuest(trx, { name: username('Ada'), now: EPOCH })
    })
    await other.close()
  })

  test('forgets a deleted text: no file of it holds the bytes after a checkpoint', async () => {
    const people = createPeople(database)
    const ada = await people.guest('Ada')
    const { id: roomId } = await people.room(ada)
    const word = `unspeakable${createClientMessageId().slice(0, 8)}`
    const secret = `burn-after-reading-${word}`
    const [place] = await people.post(roomId, ada, `${secret} ${'x'.repeat(5_000)}`)
    if (!place) throw new Error('nothing was posted')
    const onDisk = () => [file, `${file}-wal`].some((each) => readFileSync(each).includes(word))
    expect(onDisk()).toBe(true)
    await database.transact((trx) =>
      writeLog(trx, [{ kind: 'delete', roomId, userId: ada.userId, messageId: place.id }], {
        dialect: 'sqlite',
        now: EPOCH,
      }),
    )
    await sql`pragma wal_checkpoint(truncate)`.execute(database.write)
    expect(onDisk()).toBe(false)
  })
})

describe('a damaged file', () => {
  const sound = newFile()
  let file: string
  beforeAll(async () => {
    const database = await openFile(sound)
    const people = createPeople(database)
    const ada = await people.guest()
    const room = await people.room(ada)
    await people.post(room.id, ada, ...Array.from({ length: 200 }, (_, index) => `${index} ${'x'.repeat(400)}`))
    await database.close()
  })
  beforeEach(() => {
    made += 1
    file = join(folder, `${made}.db`)
    copyFileSync(sound, file)
  })

  const damages: Record<string, () => void> = {
    'that is no database at all': () => writeFileSync(file, 'not a database '.repeat(1_000)),
    'cut in the middle': () => truncateSync(file, Math.floor(statSync(file).size / 2)),
    'cut within its first page': () => truncateSync(file, 1_000),
    'with a page overwritten': () => {
      const bytes = readFileSync(file)
      bytes.fill(0xa5, 4_096 * 3, 4_096 * 12)
      writeFileSync(file, bytes)
    },
  }

  test.each(Object.entries(damages))('%s stops the start with a sentence, and stays as it is', async (_, damage) => {
    damage()
    const bytes = readFileSync(file)
    const opened = async () => openFile(file)
    await expect(opened()).rejects.toThrow(/^The database .+\.db is damaged .+ Restore it from a backup\.$/)
    expect(readFileSync(file).equals(bytes)).toBe(true)
  })

  test('is looked for in a bounded part only: a large one does not hold the start up', async () => {
    const large = newFile()
    mkdirSync(dirname(large))
    const raw = new SqliteDatabase(large)
    raw.pragma('page_size = 512')
    raw.exec('create table filler (bytes blob)')
    raw.prepare('insert into filler values (zeroblob(?))').run(512 * 51_000)
    raw.close()
    const bytes = readFileSync(large)
    bytes.fill(0xa5, 512 * 40_000, 512 * 40_100)
    writeFileSync(large, bytes)
    await (await openFile(large)).close()
  })

  test('is told apart from a sound one', async () => {
    const database = await openFile(file)
    await expect(database.read.selectFrom('messages').select('id').execute()).resolves.toHaveLength(200)
    await database.close()
  })
})

describe('two first starts of one file', () => {
  /** A file that one connection has for itself while another turns the write-ahead log on. */
  function openPair() {
    const file = newFile()
    mkdirSync(dirname(file))
    const holding = new SqliteDatabase(file)
    holding.exec('begin exclusive; create table held (id integer)')
    return { holding, starting: new SqliteDatabase(file, { timeout: 1 }) }
  }

  test('wait for each other', () => {
    const { holding, starting } = openPair()
    let pauses = 0
    writeAhead(starting, () => {
      pauses += 1
      if (pauses === 3) holding.exec('commit')
    })
    expect(pauses).toBe(3)
    expect(starting.pragma('journal_mode', { simple: true })).toBe('wal')
    for (const connection of [holding, starting]) connection.close()
  })

  test('do not wait for ever', () => {
    const { holding, starting } = openPair()
    expect(() => writeAhead(starting, () => {})).toThrow('database is locked')
    for (const connection of [holding, starting]) connection.close()
  })

  test('take no other fault for a wait', () => {
    const { holding, starting } = openPair()
    for (const connection of [holding, starting]) connection.close()
    expect(() => writeAhead(starting, () => expect.unreachable())).toThrow('not open')
  })

  test('stand still for a moment between two tries', () => {
    const { holding, starting } = openPair()
    const began = performance.now()
    expect(() => writeAhead(starting)).toThrow('database is locked')
    expect(performance.now() - began).toBeGreaterThan(500)
    for (const connection of [holding, starting]) connection.close()
  })
})
