// A restore that must not happen leaves everything as it was.
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { type Migration, Migrator, sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Database } from '../db/database'
import { migrate } from '../db/migrate'
import * as first from '../db/migrations/0001-first'
import { type DatabaseAddress, openDatabase } from '../db/open'
import { markerOf } from '../db/sqlite-file'
import { describeOnDialects } from '../testing/databases'
import { fillStore } from '../testing/full-store'
import { createPeople } from '../testing/people'
import { backUp } from './back-up'
import { writeManifest } from './manifest-table'
import { restore } from './restore'
import { tallyAll } from './tally'

const NOW = new Date('2026-11-22T20:00:00Z')
const folder = mkdtempSync(join(tmpdir(), 'parley-refused-'))
const sound = join(folder, 'sound.db')
const file = join(folder, 'kept.db')

beforeAll(async () => {
  const store = join(folder, 'store', 'parley.db')
  const database = openDatabase({ url: { kind: 'sqlite', file: store } })
  await migrate(database)
  await fillStore(database)
  await database.close()
  await backUp({ kind: 'sqlite', file: store }, sound)
})
afterAll(() => rmSync(folder, { recursive: true }))

describeOnDialects('a restore', ({ name, createAddress }) => {
  let url: DatabaseAddress
  let remove: () => Promise<void>
  beforeEach(async () => {
    ;({ url, remove } = await createAddress())
    copyFileSync(sound, file)
  })
  afterEach(async () => {
    await remove()
    for (const rest of [file, markerOf(file)]) rmSync(rest, { force: true })
  })

  const run = (force = false) => restore({ file, to: url, force, now: NOW })

  async function open(): Promise<Database> {
    const database = openDatabase({ url })
    await migrate(database)
    return database
  }

  async function names(): Promise<string[]> {
    const database = await open()
    const rows = await database.read.selectFrom('users').select('name').orderBy('name').execute()
    await database.close()
    return rows.map((row) => row.name)
  }

  test('beside a running server is refused, forced or not', async () => {
    const server = await open()
    await createPeople(server).guest('Zoe')
    await expect(run()).rejects.toThrow(/in use/)
    await expect(run(true)).rejects.toThrow(/in use/)
    await server.close()
    expect(await names()).toEqual(['Zoe'])
  })

  test('over people is refused, and forced it replaces them; the embedded store of before is kept', async () => {
    const before = await open()
    await createPeople(before).guest('Zoe')
    await before.close()
    await expect(run()).rejects.toThrow(/--force/)
    expect(await names()).toEqual(['Zoe'])
    const { keptAs } = await run(true)
    expect(await names()).toEqual(['Ada', 'Бо', '시'])
    if (url.kind !== 'sqlite') return
    expect(keptAs).toBe(`${url.file}.before-2026-11-22T20-00-00-000Z`)
    const kept = openDatabase({ url: { kind: 'sqlite', file: `${keptAs}` } })
    expect(await kept.read.selectFrom('users').select('name').execute()).toEqual([{ name: 'Zoe' }])
    await kept.close()
  })

  const spoilt: Record<string, [() => void, RegExp]> = {
    'that is not there': [() => rmSync(file), /^There is no file .+kept\.db\.$/],
    'that is no database': [() => writeFileSync(file, 'words '.repeat(2_000)), /kept\.db is damaged \(file is not a/],
    'that is cut short': [() => truncateSync(file, 40_960), /kept\.db is damaged/],
    'with a page overwritten': [overwrite, /kept\.db is damaged/],
    'with a changed word': [
      () => change(`update messages set body = 'Forged' where seq = 1`),
      /rows of messages differ/,
    ],
    'with a row less': [() => change("delete from silences where kind = 'mute'"), /not complete: silences has 1 rows/],
    'that does not say what it holds': [() => change('drop table backup_manifest'), /no backup made by/],
    'of a newer version': [
      () => change(`insert into kysely_migration values ('9999-later', '')`),
      /newer version of Parley/,
    ],
  }
  test.each(Object.entries(spoilt))('of a file %s changes nothing', async (_, [spoil, sentence]) => {
    const before = await open()
    await createPeople(before).guest('Zoe')
    await before.close()
    spoil()
    await expect(run(true)).rejects.toThrow(sentence)
    expect(await names()).toEqual(['Zoe'])
    if (url.kind === 'sqlite') expect(readdirSync(join(url.file, '..')).sort()).toEqual(['parley.db', 'parley.db.made'])
  })

  test('of a backup that an older version made brings it to this one', async () => {
    rmSync(file)
    const old = openDatabase({ url: { kind: 'sqlite', file } })
    const provider = { getMigrations: async (): Promise<Record<string, Migration>> => ({ '0001-first': first }) }
    await new Migrator({ db: old.write, provider }).migrateToLatest()
    await sql`insert into users (id, kind, name, created_at, last_seen_at) values ('u', 'guest', 'Old', 0, 0)`.execute(
      old.write,
    )
    await writeManifest(old.write, await tallyAll(old.read, ['users', 'rooms', 'messages']))
    await old.close()
    await run()
    expect(await names()).toEqual(['Old'])
  })

  if (name === 'sqlite')
    test('over a damaged store needs no sound one, and keeps its bytes beside', async () => {
      if (url.kind !== 'sqlite') return
      await (await open()).close()
      writeFileSync(url.file, 'words '.repeat(2_000))
      await expect(run()).rejects.toThrow(/--force/)
      const { keptAs } = await run(true)
      expect(readFileSync(`${keptAs}`, 'utf8')).toBe('words '.repeat(2_000))
      expect(await names()).toEqual(['Ada', 'Бо', '시'])
    })

  if (name === 'sqlite')
    test('where there is no folder yet makes it, for its owner only', async () => {
      const place = join(folder, 'new', 'data')
      await restore({ file, to: { kind: 'sqlite', file: join(place, 'parley.db') }, force: false, now: NOW })
      expect(readdirSync(place).sort()).toEqual(['parley.db', 'parley.db.made'])
      const modes = [place, join(place, 'parley.db')].map((path) => (statSync(path).mode & 0o777).toString(8))
      expect(modes).toEqual(['700', '600'])
    })

  if (name === 'sqlite')
    test('in the place of one that was lost needs no force', async () => {
      if (url.kind !== 'sqlite') return
      await (await open()).close()
      truncateSync(url.file, 0)
      writeFileSync(`${url.file}-wal`, 'its log')
      const { keptAs } = await run()
      // Beside the restored one it would be taken for that one's.
      expect(readFileSync(`${keptAs}-wal`, 'utf8')).toBe('its log')
      expect(await names()).toEqual(['Ada', 'Бо', '시'])
    })
})

function change(statement: string): void {
  const database = new Sqlite(file)
  database.exec(statement)
  database.close()
}

function overwrite(): void {
  const bytes = readFileSync(file)
  bytes.fill(0xa5, 4_096 * 6, 4_096 * 12)
  writeFileSync(file, bytes)
}
