import { readFileSync, writeFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../db/database'
import { migrate } from '../db/migrate'
import { type DatabaseAddress, openDatabase } from '../db/open'
import { dialects } from '../testing/databases'
import { type FullStore, fillStore, readAsMember } from '../testing/full-store'
import { createPeople } from '../testing/people'
import { moveToPostgres } from './move-to-postgres'
import { TABLES } from './tables'
import { tallyAll } from './tally'

const [sqlite, postgres] = ['sqlite', 'postgres'].map((wanted) => dialects.find(({ name }) => name === wanted))
const reason = postgres?.skip === undefined ? '' : ` (skipped: ${postgres.skip})`

describe.skipIf(postgres?.skip !== undefined)(`moving from the embedded store to Postgres${reason}`, () => {
  let from: { kind: 'sqlite'; file: string }
  let to: DatabaseAddress
  let full: FullStore
  let removals: (() => Promise<void>)[]
  let source: Database

  beforeEach(async () => {
    if (!sqlite || !postgres) throw new Error('a dialect is missing')
    const [here, there] = [await sqlite.createAddress(), await postgres.createAddress()]
    removals = [here.remove, there.remove]
    if (here.url.kind !== 'sqlite') throw new Error('this is no file')
    from = here.url
    to = there.url
    source = openDatabase({ url: from })
    await migrate(source)
    full = await fillStore(source)
  })
  afterEach(async () => {
    await source.close()
    for (const remove of removals) await remove()
  })

  test('every row is there with its revs, the same history is read and the same is found, and the log goes on', async () => {
    const before = await readAsMember(source, full.roomId)
    const expected = await tallyAll(source.read)
    await source.close()
    const bytes = readFileSync(from.file)
    const manifest = await moveToPostgres(from.file, to)
    expect(manifest).toEqual(expected)
    for (const table of TABLES) expect(manifest[table]?.rows, table).toBeGreaterThan(0)
    expect(readFileSync(from.file).equals(bytes)).toBe(true)

    const moved = openDatabase({ url: to })
    await migrate(moved)
    expect(await readAsMember(moved, full.roomId)).toEqual(before)
    expect(before.found.map(({ messages }) => messages.length)).toEqual([50, 1, 1, 0])
    expect(await tallyAll(moved.read)).toEqual(expected)
    const people = createPeople(moved)
    expect(await people.post(full.roomId, full.ada, 'goes on')).toMatchObject([{ rev: full.head + 1 }])
    await moved.close()
  })

  test('waits for nobody: a server that has the embedded store open stops it', async () => {
    await expect(moveToPostgres(from.file, to)).rejects.toThrow(/parley\.db is in use\. Stop Parley first\./)
    await source.transact((trx) => trx.updateTable('users').set({ last_seen_at: 5 }).execute())
  })

  test('a server on the Postgres side stops it, and so do people in there', async () => {
    await source.close()
    const other = openDatabase({ url: to })
    await migrate(other)
    await expect(moveToPostgres(from.file, to)).rejects.toThrow(/in use by 1 other connection/)
    await createPeople(other).guest('Zoe')
    await other.close()
    await expect(moveToPostgres(from.file, to)).rejects.toThrow(/is not empty/)
    const kept = openDatabase({ url: to })
    expect(await kept.read.selectFrom('users').select('name').execute()).toEqual([{ name: 'Zoe' }])
    await kept.close()
  })

  test('a row that Postgres would keep otherwise leaves it empty', async () => {
    await source.close()
    const target = openDatabase({ url: to })
    await migrate(target)
    await sql`create function other() returns trigger language plpgsql as $$
      begin new.title := 'another'; return new; end $$`.execute(target.write)
    await sql`create trigger other before insert on rooms for each row execute function other()`.execute(target.write)
    await target.close()
    await expect(moveToPostgres(from.file, to)).rejects.toThrow('The copy is not the same: rows of rooms differ.')
    const after = openDatabase({ url: to })
    expect(await after.read.selectFrom('rooms').select('id').execute()).toEqual([])
    await after.close()
  })

  test('a store of another version, none, and one that is damaged stop it with a sentence', async () => {
    await sql`delete from kysely_migration where name = '0002-conversation'`.execute(source.write)
    await source.close()
    await expect(moveToPostgres(from.file, to)).rejects.toThrow(/of an older version .*lacks 0002-conversation/)
    await expect(moveToPostgres(`${from.file}.none`, to)).rejects.toThrow(/^There is no database .+\.none\.$/)
    writeFileSync(from.file, 'no database at all '.repeat(500))
    await expect(moveToPostgres(from.file, to)).rejects.toThrow(
      /^The database .+ is damaged \(file is not a database\)/,
    )
  })
})
