import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createId, type RoomId } from '../shared/ids'
import type { Advance } from '../shared/model'
import { SERVER_TIMES } from '../shared/server-times'
import { postRange } from '../testing/ranges'
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

const spans = () => told.map(({ since, upto }) => [since, upto])
const nextTurn = () => vi.advanceTimersByTime(0)

describe('pacing', () => {
  test('a quiet room is told in the next turn, after its senders were answered', () => {
    fanOut.committed([postRange(lobby, 1)])
    expect(told).toEqual([])
    nextTurn()
    expect(spans()).toEqual([[0, 1]])
  })

  test('what is committed in one turn is one advance', () => {
    fanOut.committed([postRange(lobby, 1)])
    fanOut.committed([postRange(lobby, 2), postRange(lobby, 3)])
    nextTurn()
    expect(spans()).toEqual([[0, 3]])
    expect(told[0]?.messages.map(({ seq }) => seq)).toEqual([1, 2, 3])
  })

  test('a busy room is told of what came meanwhile once its pause is over, in one advance', () => {
    fanOut.committed([postRange(lobby, 1)])
    nextTurn()
    for (const rev of [2, 3, 4]) {
      vi.advanceTimersByTime(1)
      fanOut.committed([postRange(lobby, rev)])
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
      fanOut.committed([postRange(lobby, rev)])
      vi.advanceTimersByTime(1)
      for (; seen < (told.at(-1)?.upto ?? 0); seen++) waited.push(performance.now() - (committedAt.get(seen + 1) ?? 0))
    }
    expect(Math.max(...waited)).toBeLessThanOrEqual(SERVER_TIMES.advancesApart + 2)
    expect(told.length).toBeLessThan(30)
  })

  test('the pause of one room holds no other room up', () => {
    fanOut.committed([postRange(lobby, 1)])
    nextTurn()
    fanOut.committed([postRange(lobby, 2), postRange(attic, 1)])
    nextTurn()
    expect(told.map(({ roomId }) => roomId)).toEqual([lobby, attic])
  })

  test('after its pause a room is quiet again, and told at once', () => {
    fanOut.committed([postRange(lobby, 1)])
    vi.advanceTimersByTime(LONG)
    fanOut.committed([postRange(lobby, 2)])
    nextTurn()
    expect(spans()).toHaveLength(2)
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
    fanOut.committed([postRange(lobby, 1)])
    vi.advanceTimersByTime(7)
    fanOut.committed([postRange(attic, 1)])
    vi.advanceTimersByTime(1)
    fanOut.committed([postRange(lobby, 2), postRange(attic, 2)])
    vi.advanceTimersByTime(LONG)
    expect(new Set(at.slice(2)).size).toBe(turns)
  })
})

describe('what is told', () => {
  test('ranges that do not follow each other are told apart', () => {
    fanOut.committed([postRange(lobby, 1), postRange(lobby, 3)])
    nextTurn()
    expect(spans()).toEqual([
      [0, 1],
      [2, 3],
    ])
  })

  test('a message that changed twice meanwhile is told once, as it is now', () => {
    const posted = postRange(lobby, 1)
    const edited = posted.messages.map((message) => ({ ...message, rev: 2, body: 'edited' }))
    fanOut.committed([posted])
    fanOut.committed([{ ...postRange(lobby, 2), messages: edited }])
    nextTurn()
    expect(told).toEqual([expect.objectContaining({ since: 0, upto: 2, messages: edited })])
  })

  test('a flush tells what waits, once', () => {
    fanOut.committed([postRange(lobby, 1)])
    nextTurn()
    fanOut.committed([postRange(lobby, 2)])
    fanOut.flush()
    expect(spans()).toHaveLength(2)
    vi.advanceTimersByTime(LONG)
    expect(spans()).toHaveLength(2)
  })

  test('nothing is told after the close', () => {
    fanOut.committed([postRange(lobby, 1)])
    fanOut.close()
    vi.advanceTimersByTime(LONG)
    expect(told).toEqual([])
  })
})
