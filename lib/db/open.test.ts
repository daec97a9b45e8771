import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createGuest } from '../domain/users'
import { createId, type SessionId, type UserId } from '../shared/ids'
import { isRefusal, Refusal } from '../shared/refusal'
import { describeOnDialects } from '../testing/databases'
import { createPeople, EPOCH, username } from '../testing/people'
import type { Database, Db } from './database'

const NAME = username('Ada')

async function countUsers(db: Db): Promise<number> {
  const rows = await db.selectFrom('users').select('id').execute()
  return rows.length
}

describeOnDialects('an open database', ({ open }) => {
  let database: Database
  beforeAll(async () => {
    database = await open()
  })
  afterAll(() => database.close())

  test('keeps what a transaction wrote, and nothing of one that threw', async () => {
    const before = await countUsers(database.read)
    await database.transact((trx) => createGuest(trx, { name: NAME, now: EPOCH }))
    const failed = database.transact(async (trx) => {
      await createGuest(trx, { name: NAME, now: EPOCH })
      throw new Error('no')
    })
    await expect(failed).rejects.toThrow('no')
    expect(await countUsers(database.read)).toBe(before + 1)
  })

  test('passes a refusal on as it is, and undoes what came before it', async () => {
    const before = await countUsers(database.read)
    const refused = database.transact(async (trx) => {
      await createGuest(trx, { name: NAME, now: EPOCH })
      throw new Refusal('name_taken', { fields: { name: 'taken' } })
    })
    await expect(refused).rejects.toMatchObject({ code: 'name_taken', detail: { fields: { name: 'taken' } } })
    expect(await countUsers(database.read)).toBe(before)
  })

  test('takes many transactions at once, each whole', async () => {
    const before = await countUsers(database.read)
    const pairs = Array.from({ length: 40 }, () =>
      database.transact(async (trx) => {
        const seen = await countUsers(trx)
        await createGuest(trx, { name: NAME, now: EPOCH })
        return (await countUsers(trx)) > seen
      }),
    )
    expect((await Promise.all(pairs)).every((isMore) => isMore)).toBe(true)
    expect(await countUsers(database.read)).toBe(before + 40)
  })

  test('shows one moment throughout a snapshot, whatever is written meanwhile', async () => {
    const counts = await database.snapshot(async (trx) => {
      const first = await countUsers(trx)
      await database.transact((writing) => createGuest(writing, { name: NAME, now: EPOCH }))
      return { first, second: await countUsers(trx) }
    })
    expect(counts.second).toBe(counts.first)
    expect(await countUsers(database.read)).toBe(counts.first + 1)
  })

  test('answers reads while a write is under way, and shows nothing of it before it is committed', async () => {
    const before = await countUsers(database.read)
    await database.transact(async (trx) => {
      await createGuest(trx, { name: NAME, now: EPOCH })
      expect(await countUsers(database.read)).toBe(before)
      await database.ping()
    })
    expect(await countUsers(database.read)).toBe(before + 1)
  })

  test('holds what the tables promise: no session without its person', async () => {
    const orphan = { id: createId<SessionId>(), user_id: createId<UserId>(), created_at: EPOCH, last_seen_at: EPOCH }
    await expect(database.write.insertInto('sessions').values(orphan).execute()).rejects.toThrow(/foreign key/i)
  })

  test('reads counters and times as numbers, up to the largest safe one', async () => {
    const people = createPeople(database)
    const ada = await people.guest()
    const { id } = await people.room(ada)
    const large = Number.MAX_SAFE_INTEGER
    await database.write.updateTable('rooms').set({ rev: large, last_posted_at: large }).where('id', '=', id).execute()
    const row = await database.read.selectFrom('rooms').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    expect([row.rev, row.floor_rev, row.last_posted_at, row.created_at]).toEqual([large, 0, large, EPOCH])
  })
})

describeOnDialects('a closed database', ({ open }) => {
  test('answers nothing any more', async () => {
    const database = await open()
    await expect(database.ping()).resolves.toBeUndefined()
    await database.close()
    await expect(database.ping()).rejects.toThrow()
    const written = database.transact((trx) => sql`select 1`.execute(trx))
    await expect(written).rejects.toSatisfy((error: unknown) => error instanceof Error && !isRefusal(error))
  })
})
