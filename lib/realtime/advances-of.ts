// What was committed, as the advances that tell it.
import type { CommittedRange } from '../domain/log-change'
import { withinBytes } from '../domain/messages'
import { SIZES } from '../shared/limits'
import type { Advance, Message } from '../shared/model'

/** The advances that tell a room what was committed there: as few as tell it without a gap. */
export function advancesOf(ranges: readonly CommittedRange[]): Advance[] {
  return joinRanges(ranges).flatMap(toAdvances)
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
function toAdvances({ roomId, since, upto, head, messages }: CommittedRange): Advance[] {
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
