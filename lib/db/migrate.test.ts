import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { describeOnDialects } from '../testing/databases'
import { createPeople } from '../testing/people'
import type { Database } from './database'
import { migrate } from './migrate'
import { type DatabaseAddress, openDatabase } from './open'

const TABLES = ['invites', 'members', 'messages', 'reactions', 'rooms', 'sessions', 'silences', 'users']

/** A second start, as another process, that waits for the word. */
const STARTER = `
  const { openDatabase } = await import('#lib/db/open')
  const { migrate } = await import('#lib/db/migrate')
  process.stdout.write('ready')
  process.stdin.once('data', async () => {
    const database = openDatabase({ url: JSON.parse(process.argv[1]) })
    await migrate(database)
    await database.close()
    process.exit()
  })
`

describeOnDialects('bringing a database to this version', ({ createAddress }) => {
  let url: DatabaseAddress
  let remove: () => Promise<void>
  let opened: Database[]

  beforeEach(async () => {
    ;({ url, remove } = await createAddress())
    opened = []
  })
  afterEach(async () => {
    for (const database of opened) await database.close()
    await remove()
  })

  function openNext(): Database {
    const database = openDatabase({ url })
    opened.push(database)
    return database
  }

  async function tablesOf({ write }: Database): Promise<string[]> {
    const tables = await write.introspection.getTables()
    // The tables of words differ by database; the tests of search look into them.
    return tables
      .map(({ name }) => name)
      .filter((name) => !name.startsWith('message_word'))
      .sort()
  }

  test('makes every table, and the second time nothing', async () => {
    const database = openNext()
    await migrate(database)
    expect(await tablesOf(database)).toEqual(TABLES)
    const people = createPeople(database)
    const ada = await people.guest()
    await migrate(database)
    await migrate(openNext())
    expect(await database.read.selectFrom('users').select('id').execute()).toEqual([{ id: ada.userId }])
    expect((await sql`select name from kysely_migration`.execute(database.read)).rows).toHaveLength(4)
  })

  test('four that start at the same moment agree on one run', async () => {
    const databases = [openNext(), openNext(), openNext(), openNext()]
    await Promise.all(databases.map(migrate))
    for (const database of databases) expect(await tablesOf(database)).toEqual(TABLES)
  })

  test('so do two processes', async () => {
    const starters = [1, 2].map(() =>
      spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', STARTER, JSON.stringify(url)], {
        stdio: ['pipe', 'pipe', 'inherit'],
      }),
    )
    const ended = starters.map((starter) => once(starter, 'exit'))
    await Promise.all(starters.map((starter) => once(starter.stdout, 'data')))
    for (const starter of starters) starter.stdin.write('go')
    expect((await Promise.all(ended)).map(([code]) => code)).toEqual([0, 0])
    expect(await tablesOf(openNext())).toEqual(TABLES)
  })

  test('a database from a newer version is refused in words, and stays as it is', async () => {
    const database = openNext()
    await migrate(database)
    await sql`insert into kysely_migration (name, timestamp) values ('9999-later', '2099-01-01')`.execute(
      database.write,
    )
    await sql`create table later (id integer)`.execute(database.write)
    const refused = migrate(openNext())
    await expect(refused).rejects.toThrow(
      /written by a newer version of Parley \(it knows 9999-later\).*restore a backup/,
    )
    expect(await tablesOf(database)).toEqual([...TABLES, 'later'].sort())
  })

  test('a migration that fails half-way leaves nothing behind, and can be run again', async () => {
    const database = openNext()
    // The last table's name is taken, so all others were made before it fails.
    await sql`create table invites (mine text)`.execute(database.write)
    await sql`insert into invites (mine) values ('kept')`.execute(database.write)
    await expect(migrate(database)).rejects.toThrow(/could not be brought to this version; it was left as it was/)
    expect(await tablesOf(database)).toEqual(['invites'])
    expect((await sql`select mine from invites`.execute(database.read)).rows).toEqual([{ mine: 'kept' }])
    await sql`drop table invites`.execute(database.write)
    await migrate(database)
    expect(await tablesOf(database)).toEqual(TABLES)
  })
})
