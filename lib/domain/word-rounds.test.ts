// Rounds have waiting words indexed in time, and in nobody's way.
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Database } from '../db/database'
import { Refusal } from '../shared/refusal'
import { SERVER_TIMES } from '../shared/server-times'
import { openWords, type Words } from '../testing/words'
import { indexWaiting } from './waiting-words'
import { createWordRounds, type WordRounds } from './word-rounds'

describe('rounds of waiting words', () => {
  let words: Words
  const rounds: WordRounds[] = []
  const errors: unknown[] = []

  beforeAll(async () => {
    words = await openWords()
  })
  afterEach(async () => {
    for (const each of rounds.splice(0)) await each.close()
    const unexpected = errors.splice(0)
    if (unexpected.length > 0) throw new Error(`A round failed: ${unexpected}`)
  })
  afterAll(() => words.database.close())

  function startRounds(on: Database = words.database, busyShare = () => 0): WordRounds {
    const started = createWordRounds({ database: on, busyShare, onError: (error) => errors.push(error) })
    rounds.push(started)
    return started
  }

  /** Milliseconds of a transaction at least: timers count in whole ones. */
  const LONG_ENOUGH = 20

  /** The database, and how long others had between two transactions, each as a multiple of the one before. */
  function timed() {
    const lots: { from: number; to: number }[] = []
    const database: Database = {
      ...words.database,
      async transact(run) {
        const from = performance.now()
        const result = await words.database.transact(run)
        while (performance.now() < from + LONG_ENOUGH);
        lots.push({ from, to: performance.now() })
        return result
      },
    }
    const rests = () =>
      lots.slice(1).map(({ from }, at) => {
        const before = lots[at] ?? { from: 0, to: 0 }
        return (from - before.to) / (before.to - before.from)
      })
    return { database, lots, rests }
  }

  test('between two lots others have a turn, four times as long as a lot where nobody waits for the words', async () => {
    await words.postMany(500, 'shell')
    const asked = timed()
    await indexWaiting(asked.database)
    for (const rest of asked.rests()) expect(rest).toBeGreaterThan(0.9)
    await words.postMany(500, 'shell')
    const unasked = timed()
    startRounds(unasked.database).posted()
    await vi.waitFor(() => expect(unasked.lots).toHaveLength(3), 10_000)
    for (const rest of unasked.rests()) expect(rest).toBeGreaterThan(3.6)
  })

  test('what was posted is indexed soon, though nobody searches', async () => {
    const started = startRounds()
    await words.post('a comet')
    started.posted()
    started.posted()
    await vi.waitFor(async () => expect(await words.found('comet')).toEqual(['a comet']), 10_000)
    await words.post('a second comet')
    started.posted()
    await vi.waitFor(async () => expect(await words.found('comet')).toHaveLength(2), 10_000)
  })

  test('what is posted while a round runs is indexed by the next, though nobody posts after it', async () => {
    const started = startRounds({
      ...words.database,
      async transact(run) {
        const result = await words.database.transact(run)
        if ((await words.found('nebula')).length === 1) {
          await words.post('a second nebula')
          started.posted()
        }
        return result
      },
    })
    await words.post('a nebula')
    started.posted()
    await vi.waitFor(async () => expect(await words.found('nebula')).toHaveLength(2), 10_000)
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
      const started = startRounds(words.database, () => share)
      await words.post('a quasar')
      started.posted()
      await wait(3)
      expect(await words.found('quasar')).toEqual([])
      share = 0.5
      await wait(1)
      expect(await words.found('quasar')).toEqual(['a quasar'])
    })

    test('words wait for ten rounds, and for no more', async () => {
      const started = startRounds(words.database, () => share)
      await words.post('a magnetar')
      started.posted()
      await wait(10)
      expect(await words.found('magnetar')).toEqual([])
      await wait(1)
      expect(await words.found('magnetar')).toEqual(['a magnetar'])
      await words.post('a second magnetar')
      started.posted()
      await wait(10)
      expect(await words.found('magnetar')).toHaveLength(1)
    })
  })

  test('a server that closes leaves what waits to the next', async () => {
    const started = startRounds()
    await words.post('a late meteor')
    started.posted()
    await started.close()
    started.posted()
    expect(await words.found('meteor')).toEqual([])
    await indexWaiting(words.database)
    expect(await words.found('meteor')).toEqual(['a late meteor'])
  })

  test('a server that closes does not wait for all that is left', async () => {
    let lots = 0
    let closed: Promise<void> | undefined
    const started = startRounds({
      ...words.database,
      async transact(run) {
        const result = await words.database.transact(run)
        lots += 1
        closed ??= started.close()
        return result
      },
    })
    await words.postMany(600, 'wave')
    started.posted()
    await vi.waitFor(() => expect(closed).toBeDefined(), 10_000)
    await closed
    expect(lots).toBe(1)
    await indexWaiting(words.database)
    expect(await words.stored('wave')).toBe(600)
  })

  test('a round that has no room on the disk is no fault: the next one indexes what it left', async () => {
    let isFull = true
    const started = startRounds({
      ...words.database,
      transact(run) {
        if (!isFull) return words.database.transact(run)
        isFull = false
        return Promise.reject(new Refusal('storage_full'))
      },
    })
    await words.post('a pulsar')
    started.posted()
    await vi.waitFor(() => expect(isFull).toBe(false), 10_000)
    started.posted()
    await vi.waitFor(async () => expect(await words.found('pulsar')).toEqual(['a pulsar']), 10_000)
    expect(errors).toEqual([])
  })
  test('a full disk delays the words and ends nothing; another fault is told', async () => {
    await sql`create trigger fails before update on message_words_upto begin select raise(abort, 'broken'); end`.execute(
      words.database.write,
    )
    const started = startRounds()
    await words.post('a stone')
    started.posted()
    await vi.waitFor(() => expect(errors).toHaveLength(1), 10_000)
    expect(String(errors.splice(0)[0])).toMatch('broken')
    await sql`drop trigger fails`.execute(words.database.write)
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(words.database.write)
    await sql`pragma max_page_count = ${sql.raw(`${rows[0]?.page_count}`)}`.execute(words.database.write)
    await expect(
      (async () => {
        for (;;) await words.post('x'.repeat(10_000))
      })(),
    ).rejects.toMatchObject({ code: 'storage_full' })
    started.posted()
    const settled = await indexWaiting(words.database).then(
      () => 'done',
      (error: unknown) => error,
    )
    if (settled !== 'done') expect(settled).toMatchObject({ code: 'storage_full' })
    await sql`pragma max_page_count = 1000000`.execute(words.database.write)
    await indexWaiting(words.database)
    expect(await words.found('stone')).toEqual(['a stone'])
  })
})
