// When the database fails one row, or altogether, or just after the commit.
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Database } from '../db/database'
import type { RoomId } from '../shared/ids'
import { watchQueue } from '../testing/commits'
import { describeOnDialects } from '../testing/databases'
import { createPeople, type Guest, newPost, type People } from '../testing/people'
import { createCommitQueue } from './commit-queue'

const POISON = 'a row the database rejects'

describeOnDialects('the commit queue', ({ open }) => {
  let database: Database
  let people: People
  let ada: Guest
  beforeAll(async () => {
    database = await open()
    people = createPeople(database)
    ada = await people.guest('Ada')
    await forbid(database, POISON)
  })
  afterAll(() => database.close())

  const posts = (roomId: RoomId, count: number) =>
    Array.from({ length: count }, (_, index) => newPost(roomId, ada, `message ${index}`))

  async function bodiesIn(roomId: RoomId): Promise<string[]> {
    const rows = database.read.selectFrom('messages').select('body').where('room_id', '=', roomId).orderBy('seq')
    return (await rows.execute()).map(({ body }) => body)
  }

  test('a row the database rejects fails alone and for good: its neighbours are stored, once, in order', async () => {
    const { id } = await people.room(ada)
    const { commitAll, errors, batches } = watchQueue(database)
    const changes = ['one', POISON, 'two', 'three'].map((body) => newPost(id, ada, body))
    expect(await commitAll(changes)).toEqual([1, 'invalid', 2, 3])
    expect(await bodiesIn(id)).toEqual(['one', 'two', 'three'])
    expect(errors).toHaveLength(1)
    expect(batches.flat().map(({ since, upto }) => [since, upto])).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ])
    expect(await commitAll(posts(id, 1))).toEqual([4])
  })

  test('when the database is away, each waiting change is told to try again, and the queue goes on afterwards', async () => {
    const { id } = await people.room(ada)
    let isAway = true
    const flaky: Database = {
      ...database,
      transact: (run) => (isAway ? Promise.reject(new Error('connection lost')) : database.transact(run)),
    }
    const { commitAll, errors } = watchQueue(flaky)
    expect(await commitAll(posts(id, 3))).toEqual(['retry', 'retry', 'retry'])
    expect(errors.map(String)).toContain('Error: connection lost')
    isAway = false
    expect(await commitAll(posts(id, 2))).toEqual([1, 2])
  })

  test('an answer lost after the commit is settled by sending again: the same place, no second row', async () => {
    const { id } = await people.room(ada)
    let isLossy = true
    const lossy: Database = {
      ...database,
      async transact(run) {
        const result = await database.transact(run)
        if (isLossy) throw new Error('connection lost after commit')
        return result
      },
    }
    const { commitAll, batches } = watchQueue(lossy)
    const post = newPost(id, ada, 'once')
    expect(await commitAll([post])).toEqual(['retry'])
    isLossy = false
    expect(await commitAll([post])).toEqual([1])
    expect(await bodiesIn(id)).toEqual(['once'])
    expect(batches).toMatchObject([[{ since: 0, upto: 1, messages: [{ body: 'once' }] }]])
  })

  test('a listener that throws does not cost anybody their answer', async () => {
    const { id } = await people.room(ada)
    const onError = vi.fn()
    const onCommitted = () => {
      throw new Error('the fan-out broke')
    }
    const queue = createCommitQueue({ database, now: () => 0, onCommitted, onError })
    const sent = posts(id, 2).map((change) => queue.commit(change))
    expect((await Promise.all(sent)).map(({ rev }) => rev)).toEqual([1, 2])
    expect(onError).toHaveBeenCalledWith(new Error('the fan-out broke'))
  })
})

/** A constraint that refuses one text: a fault of the row, as the database itself sees it. */
async function forbid(database: Database, body: string): Promise<void> {
  const text = sql.raw(`'${body}'`)
  const rule =
    database.dialect === 'postgres'
      ? sql`alter table messages add check (body <> ${text})`
      : sql`create trigger forbidden before insert on messages when new.body = ${text}
          begin select raise(abort, 'forbidden'); end`
  await rule.execute(database.write)
}
