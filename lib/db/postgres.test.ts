import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { dialects } from '../testing/databases'
import type { Database } from './database'
import { migrate } from './migrate'
import { openDatabase } from './open'

const postgres = dialects.find(({ name }) => name === 'postgres')
const reason = postgres?.skip === undefined ? '' : ` (skipped: ${postgres.skip})`

describe.skipIf(postgres?.skip !== undefined)(`Postgres${reason}`, () => {
  let database: Database
  let remove: () => Promise<void>
  let faults: Error[]
  const others: (() => Promise<void>)[] = []

  beforeEach(async () => {
    if (!postgres) throw new Error('there is no Postgres')
    const address = await postgres.createAddress()
    remove = address.remove
    // One list a test: the connections of the test before may die a little later.
    const errors: Error[] = []
    faults = errors
    database = openDatabase({ url: address.url, onFault: (error) => errors.push(error) })
  })
  afterEach(async () => {
    await database.close()
    await remove()
    for (const removeOther of others.splice(0)) await removeOther()
  })

  const settings: [string, string][] = [
    ['synchronous_commit', 'on'],
    ['statement_timeout', '5s'],
    ['lock_timeout', '3s'],
    ['idle_in_transaction_session_timeout', '10s'],
  ]
  test.each(settings)('runs with %s = %s', async (name, value) => {
    const { rows } = await sql<Record<string, string>>`show ${sql.raw(name)}`.execute(database.read)
    expect(rows).toEqual([{ [name]: value }])
  })

  const wrong: [string, string, RegExp][] = [
    [
      'answers before the commit is on the disk',
      `options=${encodeURIComponent('-c synchronous_commit=off')}`,
      /synchronous_commit=on; it reads off/,
    ],
    ['gives up later than we do', 'statement_timeout=60000', /statement_timeout=5000; it reads 60000/],
  ]
  test.each(wrong)('one that %s stops the start with a sentence', async (_, setting, sentence) => {
    const { url } = await anAddress()
    const set = openDatabase({ url: { ...url, url: `${url.url}?${setting}` } })
    await expect(migrate(set)).rejects.toThrow(sentence)
    await set.close()
  })

  test('an older one than 15 stops the start with a sentence', async () => {
    const { url } = await anAddress()
    const server = openDatabase({ url })
    await sql`create schema older`.execute(server.write)
    await sql`create view older.pg_settings as select name,
      case name when 'server_version' then '14.9' when 'server_version_num' then '140009' else setting end as setting
      from pg_catalog.pg_settings`.execute(server.write)
    await server.close()
    const path = encodeURIComponent('-c synchronous_commit=on -c search_path=older,pg_catalog,public')
    const old = openDatabase({ url: { ...url, url: `${url.url}?options=${path}` } })
    await expect(migrate(old)).rejects.toThrow('Postgres 14.9 is too old: Parley needs 15 or newer.')
    await old.close()
  })

  test('writes under READ COMMITTED, and takes snapshots under REPEATABLE READ that cannot write', async () => {
    const level = sql<{ transaction_isolation: string }>`show transaction_isolation`
    const written = await database.transact(async (trx) => (await level.execute(trx)).rows)
    const read = await database.snapshot(async (trx) => (await level.execute(trx)).rows)
    expect([written, read]).toEqual([
      [{ transaction_isolation: 'read committed' }],
      [{ transaction_isolation: 'repeatable read' }],
    ])
    const writing = database.snapshot((trx) => sql`create table mark (id integer)`.execute(trx))
    await expect(writing).rejects.toThrow(/read-only/)
  })

  test('a connection that dies while nobody uses it is told of, and the next query has another', async () => {
    await database.ping()
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(database.read)
    const other = openDatabase(await anAddress())
    await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(other.write)
    await other.close()
    await vi.waitFor(() => expect(faults.map(String)).toContainEqual(expect.stringMatching(/terminat/)))
    await expect(database.ping()).resolves.toBeUndefined()
  })

  test('a start waits for another node that is bringing the tables to this version, longer than for any lock', async () => {
    const { url } = await anAddress()
    const first = openDatabase({ url })
    await migrate(first)
    const faultsOfSecond: Error[] = []
    const second = openDatabase({ url, patience: { lock: 100 }, onFault: (error) => faultsOfSecond.push(error) })
    let isThrough = false
    const started = first.write.transaction().execute(async (trx) => {
      await sql`lock table kysely_migration_lock in access exclusive mode`.execute(trx)
      const starting = migrate(second).then(() => {
        isThrough = true
      })
      await vi.waitFor(() => expect(faultsOfSecond.length).toBeGreaterThan(1), { timeout: 10_000 })
      expect(isThrough).toBe(false)
      return { starting }
    })
    await (await started).starting
    expect(isThrough).toBe(true)
    await first.close()
    await second.close()
  })

  async function anAddress() {
    if (!postgres) throw new Error('there is no Postgres')
    const address = await postgres.createAddress()
    if (address.url.kind !== 'postgres') throw new Error('this is no Postgres')
    others.push(address.remove)
    return { url: address.url }
  }
})
