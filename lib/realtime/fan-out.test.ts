import { describe, expect, test, vi } from 'vitest'
import { createId, type RoomId } from '../shared/ids'
import { SERVER_TIMES } from '../shared/server-times'
import { watchFanOut } from '../testing/fan-out'
import { postRange } from '../testing/ranges'

const lobby = createId<RoomId>()
const attic = createId<RoomId>()
/** Longer than any pause. */
const LONG = SERVER_TIMES.advancesApartWhenFull + 1

const watched = watchFanOut()

const spans = () => watched.told.map(({ since, upto }) => [since, upto])
const nextTurn = () => vi.advanceTimersByTime(0)

describe('pacing', () => {
  test('a quiet room is told in the next turn, after its senders were answered', () => {
    watched.fanOut.committed([postRange(lobby, 1)])
    expect(watched.told).toEqual([])
    nextTurn()
    expect(spans()).toEqual([[0, 1]])
  })

  test('what is committed in one turn is one advance', () => {
    watched.fanOut.committed([postRange(lobby, 1)])
    watched.fanOut.committed([postRange(lobby, 2), postRange(lobby, 3)])
    nextTurn()
    expect(spans()).toEqual([[0, 3]])
    expect(watched.told[0]?.messages.map(({ seq }) => seq)).toEqual([1, 2, 3])
  })

  test('a busy room is told of what came meanwhile once its pause is over, in one advance', () => {
    watched.fanOut.committed([postRange(lobby, 1)])
    nextTurn()
    for (const rev of [2, 3, 4]) {
      vi.advanceTimersByTime(1)
      watched.fanOut.committed([postRange(lobby, rev)])
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
      watched.fanOut.committed([postRange(lobby, rev)])
      vi.advanceTimersByTime(1)
      for (; seen < (watched.told.at(-1)?.upto ?? 0); seen++)
        waited.push(performance.now() - (committedAt.get(seen + 1) ?? 0))
    }
    expect(Math.max(...waited)).toBeLessThanOrEqual(SERVER_TIMES.advancesApart + 2)
    expect(watched.told.length).toBeLessThan(30)
  })

  test('the pause of one room holds no other room up', () => {
    watched.fanOut.committed([postRange(lobby, 1)])
    nextTurn()
    watched.fanOut.committed([postRange(lobby, 2), postRange(attic, 1)])
    nextTurn()
    expect(watched.told.map(({ roomId }) => roomId)).toEqual([lobby, attic])
  })

  test('after its pause a room is quiet again, and told at once', () => {
    watched.fanOut.committed([postRange(lobby, 1)])
    vi.advanceTimersByTime(LONG)
    watched.fanOut.committed([postRange(lobby, 2)])
    nextTurn()
    expect(spans()).toHaveLength(2)
  })

  test.each([
    ['in one go where there is much to do', 0.6, 1],
    ['each at its time where there is not', 0.2, 2],
  ])('rooms whose pauses end close to each other are told %s', (_, busy, turns) => {
    watched.share = busy
    const at: number[] = []
    watched.replace(() => at.push(performance.now()))
    watched.fanOut.committed([postRange(lobby, 1)])
    vi.advanceTimersByTime(7)
    watched.fanOut.committed([postRange(attic, 1)])
    vi.advanceTimersByTime(1)
    watched.fanOut.committed([postRange(lobby, 2), postRange(attic, 2)])
    vi.advanceTimersByTime(LONG)
    expect(new Set(at.slice(2)).size).toBe(turns)
  })
})

describe('what is told', () => {
  test('ranges that do not follow each other are told apart', () => {
    watched.fanOut.committed([postRange(lobby, 1), postRange(lobby, 3)])
    nextTurn()
    expect(spans()).toEqual([
      [0, 1],
      [2, 3],
    ])
  })

  test('a message that changed twice meanwhile is told once, as it is now', () => {
    const posted = postRange(lobby, 1)
    const edited = posted.messages.map((message) => ({ ...message, rev: 2, body: 'edited' }))
    watched.fanOut.committed([posted])
    watched.fanOut.committed([{ ...postRange(lobby, 2), messages: edited }])
    nextTurn()
    expect(watched.told).toEqual([expect.objectContaining({ since: 0, upto: 2, messages: edited })])
  })

  test('a flush tells what waits, once', () => {
    watched.fanOut.committed([postRange(lobby, 1)])
    nextTurn()
    watched.fanOut.committed([postRange(lobby, 2)])
    watched.fanOut.flush()
    expect(spans()).toHaveLength(2)
    vi.advanceTimersByTime(LONG)
    expect(spans()).toHaveLength(2)
  })

  test('nothing is told after the close', () => {
    watched.fanOut.committed([postRange(lobby, 1)])
    watched.fanOut.close()
    vi.advanceTimersByTime(LONG)
    expect(watched.told).toEqual([])
  })
})
