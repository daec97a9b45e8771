// From commits to screens: one Advance per room and turn of the event loop, to the sockets of this node.
import type { CommittedRange } from '../domain/log-change'
import { withinBytes } from '../domain/messages'
import type { RoomId } from '../shared/ids'
import { SIZES } from '../shared/limits'
import type { Advance, Message } from '../shared/model'

export type FanOut = { committed(ranges: readonly CommittedRange[]): void; flush(): void }

export function createFanOut(emit: (advance: Advance) => void): FanOut {
  let waiting = new Map<RoomId, CommittedRange[]>()
  let isScheduled = false

  function flush(): void {
    const rooms = waiting
    waiting = new Map()
    isScheduled = false
    for (const ranges of rooms.values()) {
      for (const range of ranges) for (const advance of toAdvances(range)) emit(advance)
    }
  }

  return {
    flush,
    committed(ranges) {
      for (const range of ranges) {
        const before = waiting.get(range.roomId) ?? []
        const last = before.at(-1)
        waiting.set(
          range.roomId,
          last?.upto === range.since ? [...before.slice(0, -1), join(last, range)] : [...before, range],
        )
      }
      // In the next turn: the senders' acks, which are already resolved, go first.
      if (!isScheduled) setImmediate(flush)
      isScheduled = true
    },
  }
}

function join(first: CommittedRange, second: CommittedRange): CommittedRange {
  const later = new Set(second.messages.map(({ id }) => id))
  const messages = [...first.messages.filter(({ id }) => !later.has(id)), ...second.messages]
  return { roomId: first.roomId, since: first.since, upto: second.upto, head: second.head, messages }
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
