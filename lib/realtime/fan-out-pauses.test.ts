import { expect, test, vi } from 'vitest'
import { createId, type RoomId } from '../shared/ids'
import { SERVER_TIMES } from '../shared/server-times'
import { watchFanOut } from '../testing/fan-out'
import { postRange } from '../testing/ranges'

const lobby = createId<RoomId>()
const attic = createId<RoomId>()
/** Longer than any pause. */
const LONG = SERVER_TIMES.advancesApartWhenFull + 1

const watched = watchFanOut()

const nextTurn = () => vi.advanceTimersByTime(0)

/** Commits one message each so many milliseconds, as long as it takes for the pause to follow. */
function talk(everyMs: number, busy: number): void {
  watched.share = busy
  for (let rev = 1; rev <= 100; rev++) {
    watched.fanOut.committed([postRange(lobby, rev)])
    vi.advanceTimersByTime(everyMs)
  }
}

/** How long the room is told nothing after it was told something, milliseconds. */
function pauseOf(): number {
  watched.fanOut.committed([postRange(lobby, 101)])
  const first = watched.told.length
  do vi.advanceTimersByTime(1)
  while (watched.told.length === first)
  const toldAt = performance.now()
  watched.fanOut.committed([postRange(lobby, 102)])
  while (watched.told.length === first + 1) vi.advanceTimersByTime(1)
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
  watched.replace((advance) => {
    watched.told.push(advance)
    vi.advanceTimersByTime(takes)
  })
  const begunAt = performance.now()
  watched.fanOut.committed([postRange(lobby, 1)])
  nextTurn()
  watched.fanOut.committed([postRange(lobby, 2)])
  let toldAt = 0
  while (toldAt === 0) {
    vi.advanceTimersByTime(1)
    if (watched.told.length === 2) toldAt = performance.now() - takes
  }
  expect(toldAt - begunAt).toBeGreaterThanOrEqual(pause)
  expect(toldAt - begunAt).toBeLessThanOrEqual(pause + 2)
})

test('in a room that talks steadily half of the messages wait for nothing', () => {
  watched.share = 0.6
  let atOnce = 0
  for (let rev = 1; rev <= 200; rev++) {
    watched.fanOut.committed([postRange(lobby, rev)])
    nextTurn()
    if (watched.told.at(-1)?.upto === rev) atOnce += 1
    vi.advanceTimersByTime(rev % 2 === 0 ? 10 : 50)
  }
  expect(atOnce).toBeGreaterThanOrEqual(95)
})

test('what is committed while a room waits does not shorten its pause', () => {
  watched.share = 0.99
  watched.fanOut.committed([postRange(lobby, 1)])
  nextTurn()
  const begunAt = performance.now()
  for (let rev = 2; watched.told.length < 2; rev += 1) {
    watched.fanOut.committed([postRange(lobby, rev)])
    vi.advanceTimersByTime(1)
  }
  expect(performance.now() - begunAt).toBeGreaterThanOrEqual(SERVER_TIMES.advancesApartWhenFull - 6)
})

test('a room that fell silent has no past: it is told as one that never spoke', () => {
  talk(5, 0.6)
  vi.advanceTimersByTime(3_000)
  watched.fanOut.committed([postRange(attic, 1)])
  nextTurn()
  vi.advanceTimersByTime(LONG)
  expect(pauseOf()).toBeGreaterThanOrEqual(SERVER_TIMES.advancesApartAtMost - 6)
})
