import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Database } from '../db/database'
import { migrate } from '../db/migrate'
import { openDatabase } from '../db/open'
import type { RoomId } from '../shared/ids'
import { SIZES } from '../shared/limits'
import { isRefusal } from '../shared/refusal'
import { describeOnDialects } from '../testing/databases'
import { createPeople, type Guest, newPost, type People } from '../testing/people'
import { type CommitQueue, createCommitQueue } from './commit-queue'
import type { CommittedRange, LogChange } from './log-change'
import { leaveRoom } from './members'

const POISON = 'a row the database rejects'

describeOnDialects('the commit queue', ({ open }) => {
  let database: Database
  let people: People
  let ada: Guest
  let bo: Guest
  beforeAll(async () => {
    database = await open()
    people = createPeople(database)
    ada = await people.guest('Ada')
    bo = await people.guest('Bo')
    await forbid(database, POISON)
  })
  afterAll(() => database.close())

  type Watched = { queue: CommitQueue; batches: CommittedRange[][]; errors: unknown[]; transactions: () => number }

  function openQueue(over: Database = database): Watched {
    const batches: CommittedRange[][] = []
    const errors: unknown[] = []
    let transactions = 0
    const counting: Database = {
      ...over,
      transact: (run) => {
        transactions += 1
        return over.transact(run)
      },
    }
    const queue = createCommitQueue({
      database: counting,
      now: () => people.time.now,
      onCommitted: (ranges) => batches.push(ranges),
      onError: (error) => errors.push(error),
    })
    return { queue, batches, errors, transactions: () => transactions }
  }

  /** What becomes of changes that are all handed over at once. */
  async function commitAll(queue: CommitQueue, changes: readonly LogChange[]): Promise<(number | string)[]> {
    const settled = await Promise.allSettled(changes.map((change) => queue.commit(change)))
    return settled.map((one) => (one.status === 'fulfilled' ? one.value.rev : codeOf(one.reason)))
  }

  const posts = (roomId: RoomId, count: number, by = ada) =>
    Array.from({ length: count }, (_, index) => newPost(roomId, by, `message ${index}`))

  async function bodiesIn(db: Database['read'], roomId: RoomId): Promise<string[]> {
    const rows = await db.selectFrom('messages').select('body').where('room_id', '=', roomId).orderBy('seq').execute()
    return rows.map(({ body }) => body)
  }

  test('answers only after the commit: another connection sees the message by then', async () => {
    const { id } = await people.room(ada)
    const { queue } = openQueue()
    for (let count = 1; count <= 5; count += 1) {
      await queue.commit(newPost(id, ada, `message ${count}`))
      expect(await bodiesIn(database.read, id)).toHaveLength(count)
    }
  })

  test('changes that wait share the next commit, at most 128 of them, in the order they came', async () => {
    const { id } = await people.room(ada)
    const { queue, batches, transactions } = openQueue()
    const changes = posts(id, 300)
    expect(await commitAll(queue, changes)).toEqual(changes.map((_, index) => index + 1))
    expect(transactions()).toBe(4)
    // The first finds nobody committing and goes at once; the others have gathered by then.
    expect(batches.flat().map(({ since, upto }) => [since, upto])).toEqual([
      [0, 1],
      [1, 1 + SIZES.commitBatch],
      [1 + SIZES.commitBatch, 1 + 2 * SIZES.commitBatch],
      [1 + 2 * SIZES.commitBatch, 300],
    ])
    expect(await bodiesIn(database.read, id)).toEqual(changes.map(({ body }) => body))
  })

  test('a refused change fails alone', async () => {
    const [here, there] = [await people.room(ada, bo), await people.room(bo)]
    await database.transact((trx) => leaveRoom(trx, { roomId: here.id, userId: bo.userId }))
    const { queue, errors, transactions } = openQueue()
    const changes = [
      newPost(here.id, ada, 'goes ahead'),
      newPost(here.id, ada, 'a'),
      newPost(here.id, bo, 'b'),
      newPost(there.id, bo, 'c'),
      newPost(there.id, ada, 'd'),
    ]
    expect(await commitAll(queue, changes)).toEqual([1, 2, 'not_found', 1, 'not_found'])
    expect([errors, transactions()]).toEqual([[], 2])
  })

  test('a row the database rejects fails alone: its neighbours are stored, once, in order', async () => {
    const { id } = await people.room(ada)
    const { queue, errors, batches } = openQueue()
    const changes = ['one', POISON, 'two', 'three'].map((body) => newPost(id, ada, body))
    expect(await commitAll(queue, changes)).toEqual([1, 'retry', 2, 3])
    expect(await bodiesIn(database.read, id)).toEqual(['one', 'two', 'three'])
    expect(errors).toHaveLength(1)
    expect(batches.flat().map(({ since, upto }) => [since, upto])).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ])
    expect(await commitAll(queue, posts(id, 1))).toEqual([4])
  })

  test('when the database is away, each waiting change is told to try again, and the queue goes on afterwards', async () => {
    const { id } = await people.room(ada)
    let isAway = true
    const flaky: Database = {
      ...database,
      transact: (run) => (isAway ? Promise.reject(new Error('connection lost')) : database.transact(run)),
    }
    const { queue, errors } = openQueue(flaky)
    expect(await commitAll(queue, posts(id, 3))).toEqual(['retry', 'retry', 'retry'])
    expect(errors.map(String)).toContain('Error: connection lost')
    isAway = false
    expect(await commitAll(queue, posts(id, 2))).toEqual([1, 2])
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
    const { queue, batches } = openQueue(lossy)
    const post = newPost(id, ada, 'once')
    expect(await commitAll(queue, [post])).toEqual(['retry'])
    isLossy = false
    expect(await commitAll(queue, [post])).toEqual([1])
    expect(await bodiesIn(database.read, id)).toEqual(['once'])
    expect(batches).toMatchObject([[{ since: 0, upto: 1, messages: [{ body: 'once' }] }]])
  })

  test('a listener that throws does not cost anybody their answer', async () => {
    const { id } = await people.room(ada)
    const onError = vi.fn()
    const onCommitted = () => {
      throw new Error('the fan-out broke')
    }
    const queue = createCommitQueue({ database, now: () => 0, onCommitted, onError })
    expect(await commitAll(queue, posts(id, 2))).toEqual([1, 2])
    expect(onError).toHaveBeenCalledWith(new Error('the fan-out broke'))
  })

  test('draining finishes what waits and refuses what comes', async () => {
    const { id } = await people.room(ada)
    const { queue } = openQueue()
    const waiting = commitAll(queue, posts(id, 200))
    const drained = queue.drain()
    expect(await commitAll(queue, posts(id, 2))).toEqual(['draining', 'draining'])
    await drained
    expect(await bodiesIn(database.read, id)).toHaveLength(200)
    expect(await waiting).toEqual(Array.from({ length: 200 }, (_, index) => index + 1))
    await expect(queue.drain()).resolves.toBeUndefined()
  })

  test('more than 20,000 waiting are told to try again rather than kept without end', async () => {
    const { id } = await people.room(ada)
    let begin = () => {}
    const started = new Promise<void>((resolve) => {
      begin = resolve
    })
    const slow: Database = { ...database, transact: (run) => started.then(() => database.transact(run)) }
    const { queue } = openQueue(slow)
    const stranger = await people.guest()
    const told: unknown[] = []
    const waiting = posts(id, 20_000 + SIZES.commitBatch, stranger).map((change) =>
      queue.commit(change).catch(() => 'waited'),
    )
    await queue.commit(newPost(id, ada, 'one too many')).catch((error: unknown) => told.push(codeOf(error)))
    expect(told).toEqual(['retry'])
    begin()
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['waited']))
  })

  test('a thousand changes by many hands leave one log without gap or double', async () => {
    const { id } = await people.room(ada, bo)
    const { queue, batches } = openQueue()
    const { random } = people
    const sent = Array.from({ length: 1_000 }, (_, index) => newPost(id, random.pick([ada, bo]), `${index}`))
    const places = await Promise.all(
      random.shuffle([...sent, ...sent.slice(0, 200)]).map((change) => queue.commit(change)),
    )
    expect(new Set(places.map(({ rev }) => rev)).size).toBe(1_000)
    expect((await people.see(id, ada)).head).toBe(1_000)
    const revs = batches.flat().flatMap(({ messages }) => messages.map(({ rev }) => rev))
    expect(new Set(revs).size).toBe(1_000)
    expect(await bodiesIn(database.read, id)).toHaveLength(1_000)
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

function codeOf(error: unknown): string {
  return isRefusal(error) ? error.code : String(error)
}

describeOnDialects('an answer from the commit queue', ({ createAddress }) => {
  test('outlives the process’s own view: a fresh handle reads the message', async () => {
    const { url, remove } = await createAddress()
    const [node, reader] = [openDatabase({ url }), openDatabase({ url })]
    await migrate(node)
    const people = createPeople(node)
    const ada = await people.guest()
    const { id } = await people.room(ada)
    const queue = createCommitQueue({ database: node, now: () => 0, onCommitted: () => {}, onError: () => {} })
    const place = await queue.commit(newPost(id, ada, 'stored'))
    const row = await reader.read.selectFrom('messages').select('body').where('id', '=', place.id).executeTakeFirst()
    expect(row).toEqual({ body: 'stored' })
    await reader.close()
    await node.close()
    await remove()
  })
})
