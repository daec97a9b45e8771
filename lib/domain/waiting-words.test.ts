// SQLite indexes words a moment after the commit. Nobody who searches may be able to tell, whatever happened meanwhile.
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Database } from '../db/database'
import type { MessageId, RoomId } from '../shared/ids'
import { Refusal } from '../shared/refusal'
import { SERVER_TIMES } from '../shared/server-times'
import { dialects } from '../testing/databases'
import { createPeople, type Guest, type People } from '../testing/people'
import { searchMessages } from './search'
import { createWordRounds, indexWaiting, type WordRounds } from './waiting-words'

const sqlite = dialects.find(({ name }) => name === 'sqlite')

describe('words that wait for their place in the index', () => {
  let database: Database
  let people: People
  let ada: Guest
  let roomId: RoomId
  const rounds: WordRounds[] = []
  const errors: unknown[] = []

  beforeAll(async () => {
    if (!sqlite) throw new Error('there is no SQLite')
    database = await sqlite.open()
    people = createPeople(database)
    ada = await people.guest()
    roomId = (await people.room(ada)).id
  })
  afterEach(async () => {
    for (const each of rounds.splice(0)) await each.close()
    const unexpected = errors.splice(0)
    if (unexpected.length > 0) throw new Error(`A round failed: ${unexpected}`)
  })
  afterAll(() => database.close())

  function startRounds(on: Database = database, busyShare = () => 0): WordRounds {
    const started = createWordRounds({ database: on, busyShare, onError: (error) => errors.push(error) })
    rounds.push(started)
    return started
  }

  async function post(...bodies: string[]): Promise<MessageId> {
    const ids = (await people.post(roomId, ada, ...bodies)).map(({ id }) => id)
    const last = ids.at(-1)
    if (!last) throw new Error('nothing was posted')
    return last
  }

  async function found(query: string, limit = 50): Promise<string[]> {
    const hits = await database.snapshot((trx) =>
      searchMessages(trx, 'sqlite', roomId, { query, beforeSeq: undefined, limit }),
    )
    return hits.messages.map(({ body }) => body)
  }

  async function storedWords(word: string): Promise<number> {
    const { rows } = await sql<{ n: number }>`select count(*) as n from message_words_content
      where c1 like ${`%${word}%`}`.execute(database.read)
    return rows[0]?.n ?? 0
  }

  const edit = (messageId: MessageId, body: string) =>
    people.write({ kind: 'edit', roomId, userId: ada.userId, messageId, body })
  const remove = (messageId: MessageId) => people.write({ kind: 'delete', roomId, userId: ada.userId, messageId })

  test('each message is indexed once, however often that is asked', async () => {
    await post('a lantern')
    await Promise.all([indexWaiting(database), indexWaiting(database), indexWaiting(database)])
    await indexWaiting(database)
    expect(await found('lantern')).toEqual(['a lantern'])
    expect(await storedWords('lantern')).toBe(1)
  })

  test('a message that was changed meanwhile is found by its new words only', async () => {
    await edit(await post('an old kettle'), 'a new teapot')
    await indexWaiting(database)
    expect([await found('kettle'), await found('teapot')]).toEqual([[], ['a new teapot']])
  })

  test('one that was deleted meanwhile leaves no word, whether others wait or none', async () => {
    await indexWaiting(database)
    const before = await storedWords('')
    await remove(await post('nobody else waits'))
    await indexWaiting(database)
    await remove(await post('my secretest secret'))
    await post('after it')
    await indexWaiting(database)
    expect([await found('secretest'), await storedWords('secretest')]).toEqual([[], 0])
    expect(await storedWords('')).toBe(before + 1)
    expect(await found('after')).toEqual(['after it'])
  })

  test('changing and deleting what is indexed reaches its words at once', async () => {
    const [kept, gone] = [await post('a copper bell'), await post('a bronze bell')]
    await indexWaiting(database)
    await edit(kept, 'a silver bell')
    await remove(gone)
    expect([await found('copper'), await found('bronze'), await found('bell')]).toEqual([[], [], ['a silver bell']])
    expect([await storedWords('copper'), await storedWords('bronze')]).toEqual([0, 0])
  })

  test('rows that are gone from the top of the log give their numbers to no other', async () => {
    const last = await post('the topmost')
    await indexWaiting(database)
    await database.write.deleteFrom('messages').where('id', '=', last).execute()
    expect(await storedWords('topmost')).toBe(0)
    await post('the next topmost')
    await indexWaiting(database)
    expect(await found('topmost')).toEqual(['the next topmost'])
  })

  test('more than one lot is indexed to the end', async () => {
    for (let lot = 0; lot < 5; lot++) await post(...Array.from({ length: 100 }, (_, at) => `pebble ${lot * 100 + at}`))
    await indexWaiting(database)
    expect(await storedWords('pebble')).toBe(500)
    expect((await found('pebble', 3)).at(0)).toBe('pebble 499')
  })

  test('what was posted is indexed soon, though nobody searches', async () => {
    const started = startRounds()
    await post('a comet')
    started.posted()
    started.posted()
    await vi.waitFor(async () => expect(await found('comet')).toEqual(['a comet']), 10_000)
    await post('a second comet')
    started.posted()
    await vi.waitFor(async () => expect(await found('comet')).toHaveLength(2), 10_000)
  })

  test('what is posted while a round runs is indexed by the next, though nobody posts after it', async () => {
    const started = startRounds({
      ...database,
      async transact(run) {
        const result = await database.transact(run)
        if ((await found('nebula')).length === 1) {
          await post('a second nebula')
          started.posted()
        }
        return result
      },
    })
    await post('a nebula')
    started.posted()
    await vi.waitFor(async () => expect(await found('nebula')).toHaveLength(2), 10_000)
  })

  describe('while the process is nearly full', () => {
    let share: number
    beforeEach(() => {
      share = 1
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    })
    afterEach(() => {
      vi.useRealTimers()
    })

    /** Lets so many rounds begin, and those that do end. */
    async function wait(times: number): Promise<void> {
      for (let at = 0; at < times; at++) {
        vi.advanceTimersByTime(SERVER_TIMES.wordsIndexedAfter)
        for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
      }
    }

    test('words wait until it has time', async () => {
      const started = startRounds(database, () => share)
      await post('a quasar')
      started.posted()
      await wait(3)
      expect(await found('quasar')).toEqual([])
      share = 0.5
      await wait(1)
      expect(await found('quasar')).toEqual(['a quasar'])
    })

    test('words wait for ten rounds, and for no more', async () => {
      const started = startRounds(database, () => share)
      await post('a magnetar')
      started.posted()
      await wait(10)
      expect(await found('magnetar')).toEqual([])
      await wait(1)
      expect(await found('magnetar')).toEqual(['a magnetar'])
      await post('a second magnetar')
      started.posted()
      await wait(10)
      expect(await found('magnetar')).toHaveLength(1)
    })
  })

  test('a server that closes leaves what waits to the next', async () => {
    const started = startRounds()
    await post('a late meteor')
    started.posted()
    await started.close()
    started.posted()
    expect(await found('meteor')).toEqual([])
    await indexWaiting(database)
    expect(await found('meteor')).toEqual(['a late meteor'])
  })

  test('a round that has no room on the disk is no fault: the next one indexes what it left', async () => {
    let isFull = true
    const started = startRounds({
      ...database,
      transact(run) {
        if (!isFull) return database.transact(run)
        isFull = false
        return Promise.reject(new Refusal('storage_full'))
      },
    })
    await post('a pulsar')
    started.posted()
    await vi.waitFor(() => expect(isFull).toBe(false), 10_000)
    started.posted()
    await vi.waitFor(async () => expect(await found('pulsar')).toEqual(['a pulsar']), 10_000)
    expect(errors).toEqual([])
  })

  test('a full disk delays the words and ends nothing; another fault is told', async () => {
    await sql`create trigger fails before update on message_words_upto begin select raise(abort, 'broken'); end`.execute(
      database.write,
    )
    const started = startRounds()
    await post('a stone')
    started.posted()
    await vi.waitFor(() => expect(errors).toHaveLength(1), 10_000)
    expect(String(errors.splice(0)[0])).toMatch('broken')
    await sql`drop trigger fails`.execute(database.write)
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(database.write)
    await sql`pragma max_page_count = ${sql.raw(`${rows[0]?.page_count}`)}`.execute(database.write)
    await expect(
      (async () => {
        for (;;) await post('x'.repeat(10_000))
      })(),
    ).rejects.toMatchObject({ code: 'storage_full' })
    started.posted()
    const settled = await indexWaiting(database).then(
      () => 'done',
      (error: unknown) => error,
    )
    if (settled !== 'done') expect(settled).toMatchObject({ code: 'storage_full' })
    await sql`pragma max_page_count = 1000000`.execute(database.write)
    await indexWaiting(database)
    expect(await found('stone')).toEqual(['a stone'])
  })
})
