// Two nodes on one Postgres, writing to the same rooms at the same time.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Database, Db } from '../db/database'
import { migrate } from '../db/migrate'
import { openDatabase } from '../db/open'
import type { RoomId } from '../shared/ids'
import { isRefusal } from '../shared/refusal'
import { applyAdvance, emptyTimeline } from '../shared/timeline'
import { dialects } from '../testing/databases'
import { createPeople, type Guest, newPost, type People } from '../testing/people'
import { type CommitQueue, createCommitQueue } from './commit-queue'
import type { CommittedRange, LogChange, LogPlace } from './log-change'
import { writeLog } from './log-writer'
import { findCatchUp } from './messages'

const postgres = dialects.find(({ name }) => name === 'postgres')
const reason = postgres?.skip === undefined ? '' : ` (skipped: ${postgres.skip})`
const ROOMS = 10
const POSTS = 300

describe.skipIf(postgres?.skip !== undefined)(`two nodes on one Postgres${reason}`, () => {
  let nodes: Database[]
  let remove: () => Promise<void>
  let people: People
  let members: Guest[]
  let roomIds: RoomId[]

  beforeAll(async () => {
    if (!postgres) throw new Error('there is no Postgres')
    const address = await postgres.createAddress()
    remove = address.remove
    nodes = [openDatabase({ url: address.url }), openDatabase({ url: address.url })]
    for (const node of nodes) await migrate(node)
    people = createPeople(nodes[0] as Database)
    members = [await people.guest(), await people.guest(), await people.guest()]
    roomIds = []
    while (roomIds.length < ROOMS) roomIds.push((await people.room(...members)).id)
  })
  afterAll(async () => {
    for (const node of nodes) await node.close()
    await remove()
  })

  test('never wait for each other in a circle, and leave one order in every room', async () => {
    const errors: unknown[] = []
    const ranges: CommittedRange[] = []
    const queues = nodes.map((database) =>
      createCommitQueue({
        database,
        now: () => 0,
        onCommitted: (committed) => ranges.push(...committed),
        onError: (error) => errors.push(error),
      }),
    )
    const { random } = people
    const sent = queues.map((queue) =>
      Array.from({ length: POSTS }, (_, index) => {
        const change = newPost(random.pick(roomIds), random.pick(members), `${index}`)
        return { change, committed: stored(queue, change).then((place) => amendSometimes(queue, change, place)) }
      }),
    )
    const all = sent.flat()
    await Promise.all(all.map(({ committed }) => committed))
    // A busy machine may run into a time-out, which sending again settles; a deadlock would be ours.
    expect(errors.map(String).filter((error) => /deadlock/.test(error))).toEqual([])

    for (const roomId of roomIds) {
      const [database] = nodes
      const [member] = members
      if (!database || !member) throw new Error('there is nobody')
      const room = await people.see(roomId, member)
      const told = ranges.filter((range) => range.roomId === roomId).sort((a, b) => a.since - b.since)
      // Together the two nodes told of every rev once: each range begins where the one before it ends.
      if (errors.length === 0)
        expect(told.map(({ since }) => since)).toEqual([0, ...told.map(({ upto }) => upto)].slice(0, -1))
      expect(told.at(-1)?.upto).toBe(room.head)

      const heard = told.reduce((held, range) => applyAdvance(held, range).timeline, emptyTimeline(roomId))
      let read = emptyTimeline(roomId)
      while (read.cursor < room.head) {
        const advance = await database.snapshot((trx) => findCatchUp(trx, room, read.cursor))
        read = applyAdvance(read, advance).timeline
      }
      expect(heard.messages).toEqual(read.messages)
      expect(heard.messages).toHaveLength(all.filter(({ change }) => change.roomId === roomId).length)

      for (const node of sent) {
        const keys = node.map(({ change }) => change.clientMessageId)
        const places = heard.messages.map(({ clientMessageId }) => keys.indexOf(clientMessageId))
        const own = places.filter((place) => place >= 0)
        // What had to be sent again may stand later than it was first sent.
        if (errors.length === 0) expect(own).toEqual([...own].sort((a, b) => a - b))
      }
    }
  })

  async function amendSometimes(
    queue: CommitQueue,
    { roomId, userId }: LogChange,
    { id: messageId }: LogPlace,
  ): Promise<void> {
    if (people.random.chance(10)) await stored(queue, { kind: 'edit', roomId, userId, messageId, body: 'edited' })
    if (people.random.chance(5))
      await stored(queue, { kind: 'react', roomId, userId, messageId, emoji: '👍', on: true })
    if (people.random.chance(5)) await stored(queue, { kind: 'delete', roomId, userId, messageId })
  }

  test('a batch takes the locks of its rooms in id order: while it waits for the first, it holds none of the others', async () => {
    const [one, other] = nodes
    const [member] = members
    if (!one || !other || !member) throw new Error('there is nobody')
    const inOrder = await one.read.selectFrom('rooms').select('id').where('id', 'in', roomIds).orderBy('id').execute()
    const [first, ...rest] = inOrder.map(({ id }) => id)
    if (!first) throw new Error('there is no room')
    const changes = people.random.shuffle(roomIds).map((roomId) => newPost(roomId, member, 'in order'))
    const writing = await one.transact(async (trx) => {
      await trx.selectFrom('rooms').select('id').where('id', '=', first).forUpdate().execute()
      const batch = other.transact((waiting) => writeLog(waiting, changes, { dialect: 'postgres', now: 0 }))
      await vi.waitFor(async () => expect(await countWaiting(trx)).toBe(1))
      const free = await trx.selectFrom('rooms').select('id').where('id', 'in', rest).forUpdate().skipLocked().execute()
      expect(free).toHaveLength(rest.length)
      // Not awaited within: it goes on when this transaction ends.
      return { batch }
    })
    expect((await writing.batch).outcomes.every(({ ok }) => ok)).toBe(true)
  })

  async function countWaiting(db: Db): Promise<number> {
    const { rows } = await sql<{ count: string }>`select count(*) from pg_locks
      where not granted and database = (select oid from pg_database where datname = current_database())
      or not granted and locktype = 'transactionid'`.execute(db)
    return Number(rows[0]?.count ?? 0)
  }

  test('the same message sent to both at once is stored once, and both answer the same', async () => {
    const queues = nodes.map((database) =>
      createCommitQueue({ database, now: () => 0, onCommitted: () => {}, onError: () => {} }),
    )
    const [roomId] = roomIds
    const [member] = members
    if (!roomId || !member) throw new Error('there is nobody')
    for (let round = 0; round < 10; round += 1) {
      const change = newPost(roomId, member, `round ${round}`)
      const places = await Promise.all([...queues, ...queues].map((queue) => queue.commit(change)))
      expect(places).toEqual(Array(4).fill(places[0]))
    }
  })
})

/** Sends as a client does: again under the same key while the answer is `retry`. */
async function stored(queue: CommitQueue, change: LogChange): Promise<LogPlace> {
  for (;;) {
    try {
      return await queue.commit(change)
    } catch (error) {
      if (!isRefusal(error) || error.code !== 'retry') throw error
    }
  }
}
