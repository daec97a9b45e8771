// From commits to screens: one Advance per room, at once where the room was quiet, else together with what else is
// committed within a few milliseconds.
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

/** When a room was last told of changes, monotonic milliseconds, and those it was not told of. */
type Waiting = { ranges: CommittedRange[]; toldAt: number }

/** Sending takes one part in so many of the time: what it takes longer, the next sending waits longer. */
const PARTS = 6

function pauseAfter(tookMs: number): number {
  return Math.min(SERVER_TIMES.advancesApartAtMost, Math.max(SERVER_TIMES.advancesApart, tookMs * PARTS))
}

export function createFanOut(emit: (advance: Advance) => void): FanOut {
  const rooms = new Map<RoomId, Waiting>()
  let timer: NodeJS.Timeout | undefined
  let turn: NodeJS.Immediate | undefined
  let pauseMs: number = SERVER_TIMES.advancesApart

  /** Tells the rooms whose pause is over, and plans for the others. */
  function tellDue(): void {
    turn = undefined
    const begun = performance.now()
    let next = Number.POSITIVE_INFINITY
    let hasTold = false
    for (const [roomId, room] of rooms) {
      const isWaited = room.ranges.length > 0
      const dueAt = room.toldAt + pauseMs
      if (dueAt <= begun) {
        if (isWaited) {
          tell(room, begun)
          hasTold = true
        }
        // Quiet again. No timer wakes the process for that: whatever comes next finds it out.
        else rooms.delete(roomId)
      } else if (isWaited) next = Math.min(next, dueAt)
    }
    if (hasTold) pauseMs = pauseAfter(performance.now() - begun)
    plan(next)
  }

  function tell(room: Waiting, now: number): void {
    const { ranges } = room
    room.ranges = []
    room.toldAt = now
    for (const range of joinRanges(ranges)) for (const advance of toAdvances(range)) emit(advance)
  }

  function plan(at: number): void {
    clearTimeout(timer)
    timer = at === Number.POSITIVE_INFINITY ? undefined : setTimeout(tellDue, Math.max(1, at - performance.now()))
  }

  return {
    committed(ranges) {
      for (const range of ranges) {
        const room = rooms.get(range.roomId)
        if (room) room.ranges.push(range)
        else rooms.set(range.roomId, { ranges: [range], toldAt: Number.NEGATIVE_INFINITY })
      }
      // In the next turn: the senders' acks, which are already resolved, are written first.
      turn ??= setImmediate(tellDue)
    },
    flush() {
      const now = performance.now()
      for (const room of rooms.values()) tell(room, now)
    },
    close() {
      clearTimeout(timer)
      clearImmediate(turn)
      rooms.clear()
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
