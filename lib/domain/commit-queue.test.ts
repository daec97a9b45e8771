import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../db/database'
import { migrate } from '../db/migrate'
import { openDatabase } from '../db/open'
import type { RoomId } from '../shared/ids'
import { Refusal } from '../shared/refusal'
import { SERVER_SIZES } from '../shared/server-sizes'
import { watchQueue } from '../testing/commits'
import { describeOnDialects } from '../testing/databases'
import { createPeople, type Guest, newPost, type People } from '../testing/people'
import { leaveRoom } from './members'

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
  })
  afterAll(() => database.close())

  const posts = (roomId: RoomId, count: number, by = ada) =>
    Array.from({ length: count }, (_, index) => newPost(roomId, by, `message ${index}`))

  async function bodiesIn(roomId: RoomId): Promise<string[]> {
    const rows = database.read.selectFrom('messages').select('body').where('room_id', '=', roomId).orderBy('seq')
    return (await rows.execute()).map(({ body }) => body)
  }

  test('answers nobody before the commit: neither who sent nor who listens', async () => {
    const { id } = await people.room(ada)
    let commitNow = () => {}
    const held = new Promise<void>((resolve) => {
      commitNow = resolve
    })
    const slow: Database = {
      ...database,
      transact: (run) =>
        database.transact(async (trx) => {
          const written = await run(trx)
          await held
          return written
        }),
    }
    const { queue, batches } = watchQueue(slow)
    let isAnswered = false
    const committed = queue.commit(newPost(id, ada, 'stored')).finally(() => {
      isAnswered = true
    })
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve))
    expect([isAnswered, batches, await bodiesIn(id)]).toEqual([false, [], []])
    commitNow()
    await committed
    expect([batches.length, await bodiesIn(id)]).toEqual([1, ['stored']])
  })

  test('changes that wait share the next commit, at most 128 of them, in the order they came', async () => {
    const { id } = await people.room(ada)
    const { commitAll, batches, transactions } = watchQueue(database)
    const changes = posts(id, 300)
    expect(await commitAll(changes)).toEqual(changes.map((_, index) => index + 1))
    expect(transactions()).toBe(3)
    expect(batches.flat().map(({ since, upto }) => [since, upto])).toEqual([
      [0, SERVER_SIZES.commitBatch],
      [SERVER_SIZES.commitBatch, 2 * SERVER_SIZES.commitBatch],
      [2 * SERVER_SIZES.commitBatch, 300],
    ])
    expect(await bodiesIn(id)).toEqual(changes.map(({ body }) => body))
  })

  test('what comes soon after a commit shares the next one, though it comes in another turn', async () => {
    const { id } = await people.room(ada)
    const { queue, transactions } = watchQueue(database, 200)
    await queue.commit(newPost(id, ada, 'first'))
    const second = queue.commit(newPost(id, ada, 'second'))
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve))
    await Promise.all([second, queue.commit(newPost(id, ada, 'third'))])
    expect(transactions()).toBe(2)
    expect(await bodiesIn(id)).toEqual(['first', 'second', 'third'])
  })

  test('a whole batch waits for no pause', async () => {
    const { id } = await people.room(ada)
    const { commitAll, transactions } = watchQueue(database, 600_000)
    await commitAll(posts(id, 1))
    await commitAll(posts(id, SERVER_SIZES.commitBatch))
    expect(transactions()).toBe(2)
  })

  test('enough that waits ends the pause, and a few that wait do not', async () => {
    const { id } = await people.room(ada)
    const { queue, commitAll, transactions } = watchQueue(database, 600_000)
    await commitAll(posts(id, 1))
    const few = posts(id, 31).map((post) => queue.commit(post))
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve))
    expect(transactions()).toBe(1)
    await Promise.all([...few, queue.commit(newPost(id, ada, 'one more'))])
    expect(transactions()).toBe(2)
  })

  test('where the process is nearly full a commit waits for a whole batch', async () => {
    const { id } = await people.room(ada)
    const { queue, commitAll, transactions } = watchQueue(database, 600_000, () => 1)
    await commitAll(posts(id, 1))
    const most = posts(id, SERVER_SIZES.commitBatch - 1).map((post) => queue.commit(post))
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve))
    expect(transactions()).toBe(1)
    await Promise.all([...most, queue.commit(newPost(id, ada, 'one more'))])
    expect(transactions()).toBe(2)
  })

  test('a refused change fails alone', async () => {
    const [here, there] = [await people.room(ada, bo), await people.room(bo)]
    await database.transact((trx) => leaveRoom(trx, { roomId: here.id, userId: bo.userId }))
    const { commitAll, errors, transactions } = watchQueue(database)
    const changes = [
      newPost(here.id, ada, 'goes ahead'),
      newPost(here.id, ada, 'a'),
      newPost(here.id, bo, 'b'),
      newPost(there.id, bo, 'c'),
      newPost(there.id, ada, 'd'),
    ]
    expect(await commitAll(changes)).toEqual([1, 2, 'not_found', 1, 'not_found'])
    expect([errors, transactions()]).toEqual([[], 1])
  })

  test('draining finishes what waits and refuses what comes', async () => {
    const { id } = await people.room(ada)
    const { queue, commitAll } = watchQueue(database)
    const waiting = commitAll(posts(id, 200))
    const drained = queue.drain()
    expect(await commitAll(posts(id, 2))).toEqual(['draining', 'draining'])
    await drained
    expect(await bodiesIn(id)).toHaveLength(200)
    expect(await waiting).toEqual(Array.from({ length: 200 }, (_, index) => index + 1))
    await expect(queue.drain()).resolves.toBeUndefined()
  })

  test('more than 20,000 waiting are told to try again rather than kept without end', async () => {
    const { id } = await people.room(ada)
    let begin = () => {}
    const started = new Promise<void>((resolve) => {
      begin = resolve
    })
    const away: Database = { ...database, transact: () => started.then(() => Promise.reject(new Refusal('retry'))) }
    const { queue, commitAll } = watchQueue(away)
    const waiting = posts(id, 20_000 + SERVER_SIZES.commitBatch).map((change) =>
      queue.commit(change).catch(() => 'waited'),
    )
    expect(await commitAll(posts(id, 1))).toEqual(['retry'])
    begin()
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['waited']))
  })

  test('a thousand changes by many hands leave one log without gap or double', async () => {
    const { id } = await people.room(ada, bo)
    const { queue, batches } = watchQueue(database)
    const { random } = people
    const sent = Array.from({ length: 1_000 }, (_, index) => newPost(id, random.pick([ada, bo]), `${index}`))
    const places = await Promise.all(
      random.shuffle([...sent, ...sent.slice(0, 200)]).map((change) => queue.commit(change)),
    )
    expect(new Set(places.map(({ rev }) => rev)).size).toBe(1_000)
    expect((await people.see(id, ada)).head).toBe(1_000)
    const revs = batches.flat().flatMap(({ messages }) => messages.map(({ rev }) => rev))
    expect(new Set(revs).size).toBe(1_000)
    expect(await bodiesIn(id)).toHaveLength(1_000)
  })
})

describeOnDialects('an answer from the commit queue', ({ createAddress }) => {
  test('outlives the process’s own view: a fresh handle reads the message', async () => {
    const { url, remove } = await createAddress()
    const [node, reader] = [openDatabase({ url }), openDatabase({ url })]
    await migrate(node)
    const people = createPeople(node)
    const ada = await people.guest()
    const { id } = await people.room(ada)
    const { queue } = watchQueue(node)
    const place = await queue.commit(newPost(id, ada, 'stored'))
    const row = await reader.read.selectFrom('messages').select('body').where('id', '=', place.id).executeTakeFirst()
    expect(row).toEqual({ body: 'stored' })
    await reader.close()
    await node.close()
    await remove()
  })
})
