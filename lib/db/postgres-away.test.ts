// Postgres that crashes or hangs: whoever asks is told to try again, soon, and is served again when it is back.
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createCommitQueue } from '../domain/commit-queue'
import { createGuest } from '../domain/users'
import type { RoomId } from '../shared/ids'
import { dialects } from '../testing/databases'
import { HASTE, RETRY } from '../testing/haste'
import { createPeople, EPOCH, type Guest, newPost, username } from '../testing/people'
import { findPostgres, startPostgres, type TestPostgres } from '../testing/postgres'
import type { Database } from './database'
import { migrate } from './migrate'
import { openDatabase } from './open'

const postgres = dialects.find(({ name }) => name === 'postgres')
const reason = postgres?.skip === undefined ? '' : ` (skipped: ${postgres.skip})`

describe.skipIf(postgres?.skip !== undefined)(`when Postgres is away${reason}`, () => {
  let server: TestPostgres
  let database: Database
  let faults: Error[]
  let ada: Guest
  let roomId: RoomId
  const unhandled: unknown[] = []
  const note = (error: unknown) => unhandled.push(error)

  beforeAll(async () => {
    const bin = findPostgres()
    if (bin === undefined) throw new Error('there is no Postgres')
    server = await startPostgres(bin)
    process.on('unhandledRejection', note)
    process.on('uncaughtException', note)
  })
  afterAll(async () => {
    process.off('unhandledRejection', note)
    process.off('uncaughtException', note)
    await server.stop()
    if (unhandled.length > 0) throw new Error('Something went unhandled.', { cause: unhandled })
  })
  beforeEach(async () => {
    faults = []
    database = openDatabase({
      url: { kind: 'postgres', url: server.url },
      onFault: (fault) => faults.push(fault),
      patience: HASTE,
    })
    await migrate(database)
    const people = createPeople(database)
    ada = await people.guest()
    roomId = (await people.room(ada)).id
  })
  afterEach(() => database.close())

  const read = () => database.read.selectFrom('users').select('id').limit(1).execute()
  const write = () =>
    database.write.updateTable('users').set({ last_seen_at: 1 }).where('id', '=', ada.userId).execute()
  const transact = () => database.transact((trx) => createGuest(trx, { name: username('Bo'), now: EPOCH }))
  const snapshot = () => database.snapshot((trx) => trx.selectFrom('rooms').select('id').execute())
  const ways = { read, write, transact, snapshot, ping: () => database.ping() }

  async function expectBack(): Promise<void> {
    await vi.waitFor(() => database.ping(), { timeout: 10_000, interval: 50 })
    // Whatever connection of the old server is left is found out by its first use.
    await vi.waitFor(() => Promise.all([...Object.values(ways), ...Object.values(ways)].map((ask) => ask())), 10_000)
  }

  function commits() {
    return createCommitQueue({
      database,
      now: () => EPOCH,
      onCommitted: () => {},
      onError: (error) => unhandled.push(error),
    })
  }

  test('an immediate restart: every way to ask is refused `retry`, and goes on after the recovery', async () => {
    await Promise.all(Object.values(ways).map((ask) => ask()))
    await server.crash()
    for (const ask of Object.values(ways)) await expect(ask()).rejects.toMatchObject(RETRY)
    expect(faults.length).toBeGreaterThan(0)
    await server.restart()
    await expectBack()
  })

  test('in the middle of a transaction: it is refused, nothing of it is there, and the process goes on', async () => {
    const before = (await database.read.selectFrom('users').select('id').execute()).length
    const broken = database.transact(async (trx) => {
      await createGuest(trx, { name: username('Bo'), now: EPOCH })
      await server.crash()
      await createGuest(trx, { name: username('Cy'), now: EPOCH })
    })
    await expect(broken).rejects.toMatchObject(RETRY)
    await server.restart()
    await expectBack()
    const names = await database.read.selectFrom('users').select('name').where('name', '=', 'Cy').execute()
    expect(names).toEqual([])
    expect(before).toBeGreaterThan(0)
  })

  test('what was told stored is stored once, and what was told `retry` is settled by sending it again', async () => {
    const queue = commits()
    const posts = Array.from({ length: 600 }, (_, at) => newPost(roomId, ada, `message ${at}`))
    const told = new Map<string, number>()
    const send = (post: (typeof posts)[number]) =>
      queue.commit(post).then(
        ({ seq }) => void told.set(post.clientMessageId, seq),
        (error: unknown) => expect(error).toMatchObject(RETRY),
      )
    const sending = Promise.all(posts.map(send))
    await vi.waitFor(() => expect(told.size).toBeGreaterThan(0), { interval: 1 })
    await server.crash()
    await sending
    await server.restart()
    await expectBack()
    const before = new Map(told)
    // As a client does, those that were stored among them.
    await vi.waitFor(async () => {
      await Promise.all(posts.map(send))
      expect(told.size).toBe(posts.length)
    }, 20_000)
    for (const [key, seq] of before) expect(told.get(key)).toBe(seq)
    const rows = await database.read
      .selectFrom('messages')
      .select('seq')
      .where('room_id', '=', roomId)
      .orderBy('seq')
      .execute()
    expect(rows.map(({ seq }) => seq)).toEqual(posts.map((_, at) => at + 1))
  })

  test('while it is away, callers are refused at once instead of waiting each their time, and one a moment tries', async () => {
    await server.crash()
    for (let at = 0; at < 3; at += 1) await expect(read()).rejects.toMatchObject(RETRY)
    const known = faults.length
    const started = performance.now()
    const told = await Promise.allSettled(Array.from({ length: 500 }, read))
    expect(told.every(({ status }) => status === 'rejected')).toBe(true)
    expect(performance.now() - started).toBeLessThan(HASTE.connect)
    expect(faults.length - known).toBeLessThan(10)
    await server.restart()
    await expectBack()
  })

  test('one that hangs is given up after a bounded time, its connections are thrown away, and it serves when it goes on', async () => {
    await Promise.all(Array.from({ length: 4 }, read))
    server.freeze()
    const started = performance.now()
    const told = await Promise.allSettled([...Object.values(ways), ...Object.values(ways)].map((ask) => ask()))
    const took = performance.now() - started
    expect(told.map((one) => one.status === 'rejected' && one.reason.code)).toEqual(Array(10).fill('retry'))
    expect(took).toBeLessThan(4 * HASTE.answer)
    const again = performance.now()
    await expect(read()).rejects.toMatchObject(RETRY)
    await expect(read()).rejects.toMatchObject(RETRY)
    expect(performance.now() - again).toBeLessThan(2 * HASTE.answer)
    server.thaw()
    await expectBack()
    const { rows } = await sql<{ count: number }>`select count(*) as count from pg_stat_activity
      where datname = current_database() and state = 'active' and pid <> pg_backend_pid()`.execute(database.read)
    expect(rows).toEqual([{ count: 0 }])
  })
})
