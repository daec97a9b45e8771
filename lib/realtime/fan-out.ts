// From commits to screens: one Advance per room, at once where the room was quiet, else together with what else is
// committed within a few milliseconds.
import { AT_EASE, type BusyShare, byShare } from '../domain/busy-share'
import type { CommittedRange } from '../domain/log-change'
import type { RoomId } from '../shared/ids'
import type { Advance } from '../shared/model'
import { advancesOf } from './advances-of'
import { type Pace, paceAfter, QUIET_AFTER, UNTOLD } from './pace'

export type FanOut = {
  committed(ranges: readonly CommittedRange[]): void
  /** Emits everything that waits. */
  flush(): void
  close(): void
}

type Room = {
  /** What it was not told of. */
  ranges: CommittedRange[]
  pace: Pace
}

/** Where there is much to do, rooms whose pauses end so close to each other are told in one go, which costs less. */
const COMPANY = 5

/** @param busyShare how busy the process was lately, 0 to 1 */
export function createFanOut(emit: (advance: Advance) => void, busyShare: BusyShare): FanOut {
  const rooms = new Map<RoomId, Room>()
  const waiting = new Set<Room>()
  let timer: NodeJS.Timeout | undefined
  let turn: NodeJS.Immediate | undefined
  let sweptAt = performance.now()

  function roomOf(roomId: RoomId): Room {
    const known = rooms.get(roomId)
    if (known) return known
    const room: Room = { ranges: [], pace: UNTOLD }
    rooms.set(roomId, room)
    return room
  }

  /** Tells the rooms whose pause is over, and plans for the others. */
  function tellDue(): void {
    turn = undefined
    const now = performance.now()
    const company = byShare(busyShare(), AT_EASE, 0, COMPANY)
    let next = Number.POSITIVE_INFINITY
    for (const room of waiting) {
      const { dueAt } = room.pace
      if (dueAt <= now + company) tell(room)
      else next = Math.min(next, dueAt)
    }
    plan(next + company)
    if (now - sweptAt > QUIET_AFTER) sweep(now)
  }

  function tell(room: Room): void {
    const { ranges } = room
    const at = performance.now()
    room.ranges = []
    waiting.delete(room)
    for (const advance of advancesOf(ranges)) emit(advance)
    const messages = ranges.reduce((sum, range) => sum + range.messages.length, 0)
    room.pace = paceAfter(room.pace, { at, tookMs: performance.now() - at, messages, busyShare: busyShare() })
  }

  function plan(at: number): void {
    clearTimeout(timer)
    timer = at === Number.POSITIVE_INFINITY ? undefined : setTimeout(tellDue, Math.max(1, at - performance.now()))
  }

  /** No timer wakes the process for that: whatever comes next finds out what became quiet. */
  function sweep(now: number): void {
    sweptAt = now
    for (const [roomId, room] of rooms) {
      if (now - room.pace.toldAt > QUIET_AFTER && !waiting.has(room)) rooms.delete(roomId)
    }
  }

  return {
    committed(ranges) {
      for (const range of ranges) {
        const room = roomOf(range.roomId)
        room.ranges.push(range)
        waiting.add(room)
      }
      // In the next turn: the senders' acks, which are already resolved, are written first.
      turn ??= setImmediate(tellDue)
    },
    flush() {
      for (const room of waiting) tell(room)
    },
    close() {
      clearTimeout(timer)
      clearImmediate(turn)
      rooms.clear()
      waiting.clear()
    },
  }
}
