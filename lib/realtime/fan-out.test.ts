import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { CommittedRange } from '../domain/log-change'
import { createId, type RoomId } from '../shared/ids'
import type { Advance, Message } from '../shared/model'
import { SERVER_TIMES } from '../shared/server-times'
import { createFanOut, type FanOut } from './fan-out'

const lobby = createId<RoomId>()
const attic = createId<RoomId>()
/** Longer than any pause. */
const LONG = SERVER_TIMES.advancesApartAtMost + 1

let told: Advance[]
let sendingTakes: number
let fanOut: FanOut
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'performance'] })
  told = []
  sendingTakes = 0
  fanOut = createFanOut((advance) => {
    told.push(advance)
    if (sendingTakes > 0) vi.advanceTimersByTime(sendingTakes)
  })
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

  test.each([
    [1, SERVER_TIMES.advancesApart],
    [4, 24],
    [30, SERVER_TIMES.advancesApartAtMost],
  ])('where sending takes %i ms the pause is %i ms', (takes, pause) => {
    sendingTakes = takes
    const begunAt = performance.now()
    fanOut.committed([range(lobby, 1)])
    nextTurn()
    sendingTakes = 0
    fanOut.committed([range(lobby, 2)])
    while (told.length < 2) vi.advanceTimersByTime(1)
    expect(performance.now() - begunAt).toBeGreaterThanOrEqual(pause)
    expect(performance.now() - begunAt).toBeLessThanOrEqual(pause + 2)
  })
})

describe('what is committed while a room waits', () => {
  test('does not shorten its pause', () => {
    sendingTakes = 4
    const begunAt = performance.now()
    fanOut.committed([range(lobby, 1)])
    nextTurn()
    sendingTakes = 0
    for (let rev = 2; told.length < 2; rev += 1) {
      fanOut.committed([range(lobby, rev)])
      vi.advanceTimersByTime(1)
    }
    expect(performance.now() - begunAt).toBeGreaterThanOrEqual(24)
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
