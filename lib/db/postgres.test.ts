import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { dialects } from '../testing/databases'
import type { Database } from './database'
import { openDatabase } from './open'

const postgres = dialects.find(({ name }) => name === 'postgres')
const reason = postgres?.skip === undefined ? '' : ` (skipped: ${postgres.skip})`

describe.skipIf(postgres?.skip !== undefined)(`Postgres${reason}`, () => {
  let database: Database
  let remove: () => Promise<void>
  let faults: Error[]

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
    const other = openDatabase({ url: await urlOf() })
    await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(other.write)
    await other.close()
    await vi.waitFor(() => expect(faults.map(String)).toContainEqual(expect.stringMatching(/terminat/)))
    await expect(database.ping()).resolves.toBeUndefined()
  })

  async function urlOf() {
    if (!postgres) throw new Error('there is no Postgres')
    return (await postgres.createAddress()).url
  }
})
