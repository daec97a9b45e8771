// Postgres that answers, but too late, or to too many: whoever asks is told to try again within a bounded time.
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { dialects } from '../testing/databases'
import { HASTE, RETRY } from '../testing/haste'
import { createPeople, type Guest, newPost } from '../testing/people'
import { findPostgres, startPostgres, type TestPostgres } from '../testing/postgres'
import type { Database } from './database'
import { migrate } from './migrate'
import { openDatabase } from './open'
import type { Patience } from './postgres-pool'

const postgres = dialects.find(({ name }) => name === 'postgres')
const reason = postgres?.skip === undefined ? '' : ` (skipped: ${postgres.skip})`

describe.skipIf(postgres?.skip !== undefined)(`when Postgres is busy${reason}`, () => {
  let server: TestPostgres
  let database: Database
  let faults: Error[]
  let ada: Guest

  beforeAll(async () => {
    const bin = findPostgres()
    if (bin === undefined) throw new Error('there is no Postgres')
    server = await startPostgres(bin, ['max_connections=16'])
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    faults = []
    database = open(HASTE)
    await migrate(database)
    ada = await createPeople(database).guest()
  })
  afterEach(() => database.close())

  const open = (patience: Patience) =>
    openDatabase({ url: { kind: 'postgres', url: server.url }, onFault: (fault) => faults.push(fault), patience })
  const read = () => database.read.selectFrom('users').select('id').limit(1).execute()
  const write = () =>
    database.write.updateTable('users').set({ last_seen_at: 1 }).where('id', '=', ada.userId).execute()

  test('all connections in use: the next caller waits a bounded time, and is served as soon as one is free', async () => {
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    await database.close()
    // Whoever holds them must not be ended for doing nothing before the caller has waited.
    database = open({ ...HASTE, idle: 10_000 })
    const ten = Array.from({ length: 10 }, () => () => sql`select pg_sleep(0.1)`.execute(database.read))
    // Opening them takes longer than an impatient caller waits.
    await vi.waitFor(() => Promise.all(ten.map((ask) => ask())), 10_000)
    const holding = Array.from({ length: 10 }, () =>
      database.transact(async (trx) => {
        await sql`select 1`.execute(trx)
        await held
      }),
    )
    const started = performance.now()
    await expect(read()).rejects.toMatchObject(RETRY)
    expect(performance.now() - started).toBeGreaterThan(HASTE.connect - 100)
    release()
    await Promise.all(holding)
    await expect(read()).resolves.toHaveLength(1)
  })

  test('a statement, a lock and an idle transaction that take too long are refused `retry`', async () => {
    await expect(sql`select pg_sleep(5)`.execute(database.read)).rejects.toMatchObject({
      ...RETRY,
      cause: { code: '57014' },
    })
    const other = new pg.Client({ connectionString: server.url })
    await other.connect()
    await other.query('begin')
    await other.query('select 1 from users where id = $1 for update', [ada.userId])
    await expect(write()).rejects.toMatchObject({ ...RETRY, cause: { code: '55P03' } })
    await other.query('rollback')
    await other.end()
    const idle = database.transact(async (trx) => {
      const ended = vi.waitFor(() => expect(faults.map(codeOf)).toContain('25P03'), 5_000)
      await sql`select 1`.execute(trx)
      await ended
      await sql`select 1`.execute(trx)
    })
    await expect(idle).rejects.toMatchObject(RETRY)
    await vi.waitFor(() => Promise.all([read(), read(), read()]), 10_000)
  })

  test('too many connections on the server: refused, and served when there is room', async () => {
    await database.close()
    const others: pg.Client[] = []
    for (;;) {
      const other = new pg.Client({ connectionString: server.url })
      other.on('error', () => {})
      try {
        await other.connect()
        others.push(other)
      } catch {
        break
      }
    }
    database = open(HASTE)
    await expect(database.ping()).rejects.toMatchObject({ ...RETRY, cause: { code: '53300' } })
    await expect(migrate(database)).rejects.toThrow(/^The database does not answer: .*too many clients/)
    for (const other of others) await other.end()
    await vi.waitFor(() => Promise.all([read(), read(), read()]), 10_000)
  })

  test('a post waits for nobody who holds the row of its author', async () => {
    const people = createPeople(database)
    const { id } = await people.room(ada)
    const other = new pg.Client({ connectionString: server.url })
    await other.connect()
    await other.query('begin')
    await other.query('select 1 from users where id = $1 for update', [ada.userId])
    expect((await people.write(newPost(id, ada, 'at once'))).outcomes).toMatchObject([{ ok: true }])
    await other.query('rollback')
    await other.end()
  })

  test('a table that another node changed meanwhile is refused `retry` once on a connection, and read as it is then', async () => {
    const all = () => database.read.selectFrom('silences').selectAll().execute()
    for (let at = 0; at < 10; at += 1) await all()
    const other = new pg.Client({ connectionString: server.url })
    await other.connect()
    await other.query('alter table silences add column later text')
    await expect(all()).rejects.toMatchObject({ ...RETRY, cause: { code: '0A000' } })
    await expect(all()).resolves.toEqual([])
    await other.query('alter table silences drop column later')
    await other.end()
  })

  test('a transaction that lost a deadlock may be sent again', async () => {
    await database.close()
    database = open({ ...HASTE, statement: 3_000, lock: 3_000, answer: 4_000 })
    const bo = await createPeople(database).guest()
    const lock = (order: readonly Guest[]) =>
      database.transact(async (trx) => {
        for (const { userId } of order) {
          await trx.updateTable('users').set({ last_seen_at: 1 }).where('id', '=', userId).execute()
          await met()
        }
      })
    let here = 0
    const met = async () => {
      here += 1
      await vi.waitFor(() => expect(here).toBeGreaterThanOrEqual(2), { interval: 1 })
    }
    const told = await Promise.allSettled([lock([ada, bo]), lock([bo, ada])])
    const refused = told.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    expect(refused.length).toBeGreaterThan(0)
    for (const error of refused) expect(error).toMatchObject({ ...RETRY, cause: { code: '40P01' } })
  })

  test('nobody who listens costs nobody the process: the fault is told to who asked, and a start says so in words', async () => {
    const nowhere = openDatabase({ url: { kind: 'postgres', url: 'postgres://parley@127.0.0.1:1/parley' } })
    for (const _ of [1, 2, 3]) await expect(nowhere.ping()).rejects.toMatchObject(RETRY)
    // From here on nobody waits for it.
    await expect(nowhere.ping()).rejects.not.toHaveProperty('cause')
    await expect(migrate(nowhere)).rejects.toThrow('The database does not answer: it did not a moment ago')
    await nowhere.close()
  })

  test('what trying again would not help is no `retry`', async () => {
    await expect(sql`select * from nowhere`.execute(database.read)).rejects.not.toMatchObject(RETRY)
    const gone = openDatabase({
      url: { kind: 'postgres', url: server.url.replace(/postgres$/, 'nowhere') },
      patience: HASTE,
    })
    await expect(gone.ping()).rejects.toThrow(/does not exist/)
    await gone.close()
  })
})

function codeOf(fault: Error): unknown {
  return 'code' in fault ? fault.code : undefined
}
