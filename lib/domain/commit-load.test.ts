// The embedded store answers synchronously: under load the queue itself must let sockets and timers have their turn.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Database } from '../db/database'
import type { RoomId } from '../shared/ids'
import { SERVER_SIZES } from '../shared/server-sizes'
import { SERVER_TIMES } from '../shared/server-times'
import { dialects } from '../testing/databases'
import { watchEventLoop } from '../testing/event-loop'
import { createPeople, type Guest, newPost, type People } from '../testing/people'
import { createCommitQueue } from './commit-queue'

const PER_SECOND = 2_000
const SECONDS = 2

describe('the commit queue on the embedded store, under load', () => {
  let database: Database
  let people: People
  let ada: Guest
  let roomId: RoomId
  beforeAll(async () => {
    const sqlite = dialects.find(({ name }) => name === 'sqlite')
    if (!sqlite) throw new Error('there is no SQLite')
    database = await sqlite.open()
    people = createPeople(database)
    ada = await people.guest('Ada')
    roomId = (await people.room(ada)).id
  })
  afterAll(() => database.close())

  const openQueue = (on = database, busyShare = () => 0.6) =>
    createCommitQueue({ database: on, now: () => people.time.now, onCommitted: () => {}, onError: () => {}, busyShare })

  // Retried because others' use of the disk adds to the measure and nothing takes from it: one quiet run is proof.
  test('2,000 appends a second never block the event loop for 100 ms', { retry: 3 }, async () => {
    const queue = openQueue()
    const commits: Promise<unknown>[] = []
    const loop = watchEventLoop()
    const started = performance.now()
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        // Where the machine cannot keep the pace, this falls behind the clock and the rate is lower.
        const due = Math.min(SECONDS, (performance.now() - started) / 1_000) * PER_SECOND
        while (commits.length < due) commits.push(queue.commit(newPost(roomId, ada, `message ${commits.length}`)))
        if (commits.length < SECONDS * PER_SECOND) return
        clearInterval(timer)
        resolve()
      }, 5)
    })
    await Promise.all(commits)
    loop.stop()
    expect(loop.longestBlockMs()).toBeLessThan(100)
  })

  test('others get a turn after every batch, and after every single one of a batch that is taken apart', async () => {
    await sql`create trigger forbidden before insert on messages when new.body = 'poison'
      begin select raise(abort, 'forbidden'); end`.execute(database.write)
    const queue = openQueue()
    let turns = 0
    let isDone = false
    const count = (): void => {
      turns += 1
      if (!isDone) setImmediate(count)
    }
    count()
    const first = queue.commit(newPost(roomId, ada, 'goes ahead'))
    const batch = ['poison', ...Array(SERVER_SIZES.commitBatch - 1).fill('fine')].map((body) =>
      newPost(roomId, ada, body),
    )
    const told = await Promise.allSettled([first, ...batch.map((change) => queue.commit(change))])
    isDone = true
    expect(told.filter(({ status }) => status === 'rejected')).toHaveLength(1)
    expect(turns).toBeGreaterThan(SERVER_SIZES.commitBatch)
  })

  /** Milliseconds between the beginnings of two commits, the first of so many changes. */
  async function apartAfter(changes: number, share: number, takesMs = 2): Promise<number> {
    const begun: bigint[] = []
    // The queue's clock says how long a commit takes, however long it takes here.
    let clock = 1_000
    vi.spyOn(performance, 'now').mockImplementation(() => clock)
    const slow: Database = {
      ...database,
      async transact(run) {
        begun.push(process.hrtime.bigint())
        clock += takesMs
        return database.transact(run)
      },
    }
    const queue = openQueue(slow, () => share)
    await Promise.all(Array.from({ length: changes }, (_, at) => queue.commit(newPost(roomId, ada, `${at}`))))
    await queue.commit(newPost(roomId, ada, 'the next'))
    vi.restoreAllMocks()
    const [first = 0n, second = 0n] = begun
    if (begun.length !== 2) throw new Error(`${begun.length} commits began.`)
    return Number(second - first) / 1e6
  }

  test('where eight share a commit, the next one begins later than after one that is shared by few', async () => {
    expect(await apartAfter(8, 0.6)).toBeGreaterThanOrEqual(SERVER_TIMES.commitsApartAtMost - 3)
  })

  test('a quick commit that nobody shares has the next one begin a moment later where the process is busy', async () => {
    expect(await apartAfter(1, 0.6, 0)).toBeGreaterThanOrEqual(SERVER_TIMES.commitsApart - 1)
  })

  // Retried because others on the machine add to the measure and nothing takes from it.
  test('and hardly later where it is not', { retry: 5 }, async () => {
    expect(await apartAfter(1, 0, 0)).toBeLessThan(SERVER_TIMES.commitsApart)
  })

  // Retried because others on the machine add to the measure and nothing takes from it.
  test('where there is time on its hands, the next one begins soon, however many share it', { retry: 3 }, async () => {
    expect(await apartAfter(8, 0)).toBeLessThan(SERVER_TIMES.commitsApartAtMost - 5)
  })

  test('where a commit takes long, the next one begins later, so that more can share it', async () => {
    const begun: number[] = []
    const queue = openQueue({
      ...database,
      async transact(run) {
        begun.push(performance.now())
        const result = await database.transact(run)
        await new Promise((resolve) => setTimeout(resolve, SERVER_TIMES.commitsApart + 1))
        return result
      },
    })
    await queue.commit(newPost(roomId, ada, 'a slow one'))
    await Promise.all(['shares', 'the next'].map((body) => queue.commit(newPost(roomId, ada, body))))
    const [first = 0, second = 0] = begun
    expect(begun).toHaveLength(2)
    // A timer may be up to a millisecond early.
    expect(second - first).toBeGreaterThanOrEqual(SERVER_TIMES.commitsApartAtMost - 1)
  })
})
