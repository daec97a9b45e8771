import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { CommittedRange } from '../domain/log-change'
import { createId, type RoomId } from '../shared/ids'
import type { Advance, Message } from '../shared/model'
import { SERVER_TIMES } from '../shared/server-times'
import { createFanOut, type FanOut } from './fan-out'

const lobby = createId<RoomId>()
const attic = createId<RoomId>()
/** Longer than any pause. */
const LONG = SERVER_TIMES.advancesApartWhenFull + 1

let told: Advance[]
let share: number
let fanOut: FanOut
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'performance'] })
  told = []
  share = 0
  fanOut = createFanOut(
    (advance) => told.push(advance),
    () => share,
  )
})
afterEach(() => {
  fanOut.close()
  vi.useRealTimers()
})

function message(roomId: RoomId, seq: number, rev = seq): Message {
  const author = { id: createId<Message['author']['id']>(), name: 'Ada' }
  const clientMessageId = createId<Message['clientMessageId']>()
  return { id: createId(), roomId, seq, rev, clientMessageId, author, body: `${seq}`, postedAt: 1 }
}

function range(roomId: RoomId, rev: number, messages = [message(roomId, rev)]): CommittedRange {
  return { roomId, since: rev - 1, upto: rev, head: rev, messages }
}

const spans = () => told.map(({ since, upto }) => [since, upto])
const nextTurn = () => vi.advanceTimersByTime(0)

describe('pacing', () => {
  test('a quiet room is told in the next turn, after its senders were answered', () => {
    fanOut.committed([range(lobby, 1)])
    expect(told).toEqual([])
    nextTurn()
    expect(spans()).toEqual([[0, 1]])
  })

  test('what is committed in one turn is one advance', () => {
    fanOut.committed([range(lobby, 1)])
    fanOut.committed([range(lobby, 2), range(lobby, 3)])
    nextTurn()
    expect(spans()).toEqual([[0, 3]])
    expect(told[0]?.messages.map(({ seq }) => seq)).toEqual([1, 2, 3])
  })

  test('a busy room is told of what came meanwhile once its pause is over, in one advance', () => {
    fanOut.committed([range(lobby, 1)])
    nextTurn()
    for (const rev of [2, 3, 4]) {
      vi.advanceTimersByTime(1)
      fanOut.committed([range(lobby, rev)])
    }
    vi.advanceTimersByTime(SERVER_TIMES.advancesApart - 4)
    expect(spans()).toEqual([[0, 1]])
    vi.advanceTimersByTime(2)
    expect(spans()).toEqual([
      [0, 1],
      [1, 4],
    ])
  })

  test('nothing waits longer than the pause, however steadily more comes', () => {
    const committedAt = new Map<number, number>()
    const waited: number[] = []
    let seen = 0
    for (let rev = 1; rev <= 200; rev++) {
      committedAt.set(rev, performance.now())
      fanOut.committed([range(lobby, rev)])
      vi.advanceTimersByTime(1)
      for (; seen < (told.at(-1)?.upto ?? 0); seen++) waited.push(performance.now() - (committedAt.get(seen + 1) ?? 0))
    }
    expect(Math.max(...waited)).toBeLessThanOrEqual(SERVER_TIMES.advancesApart + 2)
    expect(told.length).toBeLessThan(30)
  })

  test('the pause of one room holds no other room up', () => {
    fanOut.committed([range(lobby, 1)])
    nextTurn()
    fanOut.committed([range(lobby, 2), range(attic, 1)])
    nextTurn()
    expect(told.map(({ roomId }) => roomId)).toEqual([lobby, attic])
  })

  test('after its pause a room is quiet again, and told at once', () => {
    fanOut.committed([range(lobby, 1)])
    vi.advanceTimersByTime(LONG)
    fanOut.committed([range(lobby, 2)])
    nextTurn()
    expect(spans()).toHaveLength(2)
  })

  /** Commits one message each so many milliseconds, as long as it takes for the pause to follow. */
  function talk(everyMs: number, busy: number): void {
    share = busy
    for (let rev = 1; rev <= 100; rev++) {
      fanOut.committed([range(lobby, rev)])
      vi.advanceTimersByTime(everyMs)
    }
  }

  /** How long the room is told nothing after it was told something, milliseconds. */
  function pauseOf(): number {
    fanOut.committed([range(lobby, 101)])
    const first = told.length
    do vi.advanceTimersByTime(1)
    while (told.length === first)
    const toldAt = performance.now()
    fanOut.committed([range(lobby, 102)])
    while (told.length === first + 1) vi.advanceTimersByTime(1)
    return performance.now() - toldAt
  }

  test.each([
    ['at ease, however slowly it talks', 70, 0.2, SERVER_TIMES.advancesApart],
    ['busy, and it talks slowly', 70, 0.6, SERVER_TIMES.advancesApartAtMost],
    ['busy, and it talks every 30 ms', 30, 0.6, 21],
    ['busy, and it talks fast', 5, 0.6, SERVER_TIMES.advancesApart],
    ['nearly full, however fast it talks', 5, 0.99, SERVER_TIMES.advancesApartWhenFull],
  ])('where the process is %s, the pause is right', (_, everyMs, busy, pause) => {
    talk(everyMs, busy)
    const found = pauseOf()
    // Rooms wait a little for each other's company.
    expect(found).toBeGreaterThanOrEqual(pause - 6)
    expect(found).toBeLessThanOrEqual(pause + 8)
  })

  test.each([
    [1, SERVER_TIMES.advancesApart],
    [4, 24],
    [30, SERVER_TIMES.advancesApartAtMost],
  ])('where telling a room takes %i ms, its pause is %i ms', (takes, pause) => {
    fanOut.close()
    fanOut = createFanOut(
      (advance) => {
        told.push(advance)
        vi.advanceTimersByTime(takes)
      },
      () => share,
    )
    const begunAt = performance.now()
    fanOut.committed([range(lobby, 1)])
    nextTurn()
    fanOut.committed([range(lobby, 2)])
    let toldAt = 0
    while (toldAt === 0) {
      vi.advanceTimersByTime(1)
      if (told.length === 2) toldAt = performance.now() - takes
    }
    expect(toldAt - begunAt).toBeGreaterThanOrEqual(pause)
    expect(toldAt - begunAt).toBeLessThanOrEqual(pause + 2)
  })

  test.each([
    ['in one go where there is much to do', 0.6, 1],
    ['each at its time where there is not', 0.2, 2],
  ])('rooms whose pauses end close to each other are told %s', (_, busy, turns) => {
    share = busy
    const at: number[] = []
    fanOut.close()
    fanOut = createFanOut(
      () => at.push(performance.now()),
      () => share,
    )
    fanOut.committed([range(lobby, 1)])
    vi.advanceTimersByTime(7)
    fanOut.committed([range(attic, 1)])
    vi.advanceTimersByTime(1)
    fanOut.committed([range(lobby, 2), range(attic, 2)])
    vi.advanceTimersByTime(LONG)
    expect(new Set(at.slice(2)).size).toBe(turns)
  })

  test('in a room that talks steadily half of the messages wait for nothing', () => {
    share = 0.6
    let atOnce = 0
    for (let rev = 1; rev <= 200; rev++) {
      fanOut.committed([range(lobby, rev)])
      nextTurn()
      if (told.at(-1)?.upto === rev) atOnce += 1
      vi.advanceTimersByTime(rev % 2 === 0 ? 10 : 50)
    }
    expect(atOnce).toBeGreaterThanOrEqual(95)
  })

  test('what is committed while a room waits does not shorten its pause', () => {
    share = 0.99
    fanOut.committed([range(lobby, 1)])
    nextTurn()
    const begunAt = performance.now()
    for (let rev = 2; told.length < 2; rev += 1) {
      fanOut.committed([range(lobby, rev)])
      vi.advanceTimersByTime(1)
    }
    expect(performance.now() - begunAt).toBeGreaterThanOrEqual(SERVER_TIMES.advancesApartWhenFull - 6)
  })

  test('a room that fell silent has no past: it is told as one that never spoke', () => {
    talk(5, 0.6)
    vi.advanceTimersByTime(3_000)
    fanOut.committed([range(attic, 1)])
    nextTurn()
    vi.advanceTimersByTime(LONG)
    expect(pauseOf()).toBeGreaterThanOrEqual(SERVER_TIMES.advancesApartAtMost - 6)
  })
})

describe('what is told', () => {
  test('ranges that do not follow each other are told apart', () => {
    fanOut.committed([range(lobby, 1), range(lobby, 3)])
    nextTurn()
    expect(spans()).toEqual([
      [0, 1],
      [2, 3],
    ])
  })

  test('a message that changed twice meanwhile is told once, as it is now', () => {
    const posted = message(lobby, 1)
    const edited = { ...posted, rev: 2, body: 'edited' }
    fanOut.committed([range(lobby, 1, [posted])])
    fanOut.committed([range(lobby, 2, [edited])])
    nextTurn()
    expect(told).toEqual([expect.objectContaining({ since: 0, upto: 2, messages: [edited] })])
  })

  test('a flush tells what waits, once', () => {
    fanOut.committed([range(lobby, 1)])
    nextTurn()
    fanOut.committed([range(lobby, 2)])
    fanOut.flush()
    expect(spans()).toHaveLength(2)
    vi.advanceTimersByTime(LONG)
    expect(spans()).toHaveLength(2)
  })

  test('nothing is told after the close', () => {
    fanOut.committed([range(lobby, 1)])
    fanOut.close()
    vi.advanceTimersByTime(LONG)
    expect(told).toEqual([])
  })
})
