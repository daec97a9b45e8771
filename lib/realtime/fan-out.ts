// From commits to screens: one Advance per room, at once where the room was quiet, else together with what else is
// committed within a few milliseconds.
import { AT_EASE, type BusyShare, byShare, NEARLY_FULL } from '../domain/busy-share'
import type { CommittedRange } from '../domain/log-change'
import { withinBytes } from '../domain/messages'
import type { RoomId } from '../shared/ids'
import { SIZES } from '../shared/limits'
import type { Advance, Message } from '../shared/model'
import { SERVER_TIMES } from '../shared/server-times'

export type FanOut = {
  committed(ranges: readonly CommittedRange[]): void
  /** Emits everything that waits. */
  flush(): void
  close(): void
}

type Room = {
  /** What it was not told of. */
  ranges: CommittedRange[]
  /** When it was last told, monotonic milliseconds. */
  toldAt: number
  /** How far its messages are apart, as they came lately, milliseconds; nothing while it was told once only. */
  gapMs: number | undefined
  pauseMs: number
}

/** A room is told again after this part of the time between two of its messages, so that half of them wait for nothing. */
const OF_GAP = 0.7
/** How much of the past counts in `gapMs`. */
const OF_PAST = 0.8
/** Telling a room takes one part in so many of the time: a large one is told less often. */
const PARTS = 6
/** Where there is much to do, rooms whose pauses end so close to each other are told in one go, which costs less. */
const COMPANY = 5
/** A room that was not told of anything for so long is quiet, and has no past. */
const QUIET_AFTER = 1_000

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
    const room: Room = { ranges: [], toldAt: Number.NEGATIVE_INFINITY, gapMs: undefined, pauseMs: 0 }
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
      const dueAt = room.toldAt + room.pauseMs
      if (dueAt <= now + company) tell(room)
      else next = Math.min(next, dueAt)
    }
    plan(next + company)
    if (now - sweptAt > QUIET_AFTER) sweep(now)
  }

  function tell(room: Room): void {
    const { ranges } = room
    const begunAt = performance.now()
    room.ranges = []
    waiting.delete(room)
    for (const range of joinRanges(ranges)) for (const advance of toAdvances(range)) emit(advance)
    pace(room, begunAt, ranges)
  }

  function pace(room: Room, begunAt: number, ranges: readonly CommittedRange[]): void {
    const tookMs = performance.now() - begunAt
    noteGap(room, begunAt, ranges)
    const { advancesApart, advancesApartAtMost, advancesApartWhenFull } = SERVER_TIMES
    const share = busyShare()
    const atMost = byShare(share, AT_EASE, advancesApart, advancesApartAtMost)
    const atLeast = byShare(share, NEARLY_FULL, advancesApart, advancesApartWhenFull)
    const dear = Math.min(advancesApartAtMost, tookMs * PARTS)
    room.pauseMs = Math.max(atLeast, dear, Math.min(atMost, (room.gapMs ?? QUIET_AFTER) * OF_GAP))
    room.toldAt = begunAt
  }

  function noteGap(room: Room, now: number, ranges: readonly CommittedRange[]): void {
    if (room.toldAt === Number.NEGATIVE_INFINITY) return
    const changes = ranges.reduce((sum, { messages }) => sum + messages.length, 0)
    const gapMs = (now - room.toldAt) / Math.max(1, changes)
    room.gapMs = room.gapMs === undefined ? gapMs : room.gapMs * OF_PAST + gapMs * (1 - OF_PAST)
  }

  function plan(at: number): void {
    clearTimeout(timer)
    timer = at === Number.POSITIVE_INFINITY ? undefined : setTimeout(tellDue, Math.max(1, at - performance.now()))
  }

  /** No timer wakes the process for that: whatever comes next finds out what became quiet. */
  function sweep(now: number): void {
    sweptAt = now
    for (const [roomId, room] of rooms) if (now - room.toldAt > QUIET_AFTER && !waiting.has(room)) rooms.delete(roomId)
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

/** Ranges that follow each other as one; a message that changed twice is told once, as it is now. */
function joinRanges(ranges: readonly CommittedRange[]): CommittedRange[] {
  const joined: CommittedRange[] = []
  let run: CommittedRange[] = []
  for (const range of ranges) {
    const last = run.at(-1)
    if (last && last.upto !== range.since) {
      joined.push(join(run))
      run = []
    }
    run.push(range)
  }
  if (run.length > 0) joined.push(join(run))
  return joined
}

function join(run: readonly CommittedRange[]): CommittedRange {
  const [first] = run
  const last = run.at(-1)
  if (!first || !last) throw new Error('Nothing is joined.')
  if (run.length === 1) return first
  const messages = new Map<Message['id'], Message>()
  for (const range of run) for (const message of range.messages) messages.set(message.id, message)
  const { roomId, since } = first
  return { roomId, since, upto: last.upto, head: last.head, messages: [...messages.values()] }
}

/** Cuts a range where it is too large for one Advance. The pieces follow each other without a gap. */
export function toAdvances({ roomId, since, upto, head, messages }: CommittedRange): Advance[] {
  const advances: Advance[] = []
  let rest: readonly Message[] = messages.toSorted((a, b) => a.rev - b.rev)
  let from = since
  do {
    const piece = withinBytes(rest.slice(0, SIZES.advanceMessages))
    rest = rest.slice(piece.length)
    const to = rest.length === 0 ? upto : (piece.at(-1)?.rev ?? upto)
    advances.push({ roomId, since: from, upto: to, head, messages: piece })
    from = to
  } while (rest.length > 0)
  return advances
}
