// The one reducer: a client's copy of a room's log, and how an Advance or a page changes it. Pure.
import type { RoomId } from './ids'
import type { Advance, Message, Page } from './model'

export type Timeline = {
  readonly roomId: RoomId
  /** Every change up to this rev is applied, without a gap. */
  readonly cursor: number
  /** The highest rev the room is known to stand at. */
  readonly head: number
  /** Start of the contiguous window: nothing below it is held, pages before it are asked with `beforeSeq`. */
  readonly floorSeq: number
  readonly reachedStart: boolean
  /** By seq, ascending, without doubles. */
  readonly messages: readonly Message[]
  /** Changed messages below the window, not shown: a page read before the change must not bring their old text back. */
  readonly below: readonly Message[]
  /** The rev of the snapshot the window began with. */
  readonly snapshotRev: number
}

export type Applied =
  | { kind: 'applied'; timeline: Timeline; isComplete: boolean }
  /** The advance starts after the cursor: what lies between must be caught up first. */
  | { kind: 'gap'; timeline: Timeline }

export function emptyTimeline(roomId: RoomId): Timeline {
  return { roomId, cursor: 0, head: 0, floorSeq: 0, reachedStart: false, messages: [], below: [], snapshotRev: 0 }
}

/**
 * Applies an Advance. Doubled, delayed and reordered ones are harmless: a message is replaced only by a higher rev,
 * the cursor never goes down, and an Advance that starts after the cursor changes nothing but the known head.
 */
export function applyAdvance(timeline: Timeline, advance: Advance): Applied {
  if (advance.reset) return applyReset(timeline, advance)
  const head = Math.max(timeline.head, advance.head)
  if (advance.since > timeline.cursor) return { kind: 'gap', timeline: { ...timeline, head } }
  const cursor = Math.max(timeline.cursor, advance.upto)
  const { shown, below } = split(withoutGone(timeline, advance.messages), timeline.floorSeq)
  const messages = upsert(timeline.messages, shown)
  const next = { ...timeline, cursor, head, messages, below: upsert(timeline.below, below) }
  return { kind: 'applied', timeline: next, isComplete: cursor >= head }
}

function applyReset(timeline: Timeline, advance: Advance): Applied {
  // A snapshot that was overtaken on its way: all it says is known already, and newer things too. One that stands below
  // the cursor it answers is of a database restored from a backup, and holds whatever the cursor says.
  const isStale = advance.upto < timeline.cursor && advance.since <= advance.upto
  const next = isStale ? noteHead(timeline, advance.head) : fromSnapshot(advance)
  return { kind: 'applied', timeline: next, isComplete: !isBehind(next) }
}

function fromSnapshot(advance: Advance): Timeline {
  const messages = upsert([], advance.messages)
  return {
    roomId: advance.roomId,
    cursor: advance.upto,
    head: advance.head,
    floorSeq: messages[0]?.seq ?? 0,
    reachedStart: messages.length === 0,
    messages,
    below: [],
    snapshotRev: advance.upto,
  }
}

/**
 * Applies a page of older messages. It widens the window and never moves the cursor.
 * @param asked the timeline as it was when the page was asked for: a page for another window would leave a hole
 */
export function applyOlderPage(timeline: Timeline, page: Page, asked: Timeline): Timeline {
  if (asked.floorSeq !== timeline.floorSeq || asked.snapshotRev !== timeline.snapshotRev) return timeline
  const floorSeq = Math.min(timeline.floorSeq, page.messages[0]?.seq ?? timeline.floorSeq)
  const { shown, below } = split(timeline.below, floorSeq)
  return {
    ...timeline,
    floorSeq,
    reachedStart: timeline.reachedStart || page.reachedStart,
    messages: upsert(upsert(timeline.messages, page.messages), shown),
    below,
  }
}

/** Notes a head heard from the digest. */
export function noteHead(timeline: Timeline, head: number): Timeline {
  return head > timeline.head ? { ...timeline, head } : timeline
}

export function isBehind(timeline: Timeline): boolean {
  return timeline.cursor < timeline.head
}

/** The snapshot held whatever stood when it was read. What it lacks was destroyed, and a late Advance must not revive it. */
function withoutGone({ messages, snapshotRev }: Timeline, changed: readonly Message[]): readonly Message[] {
  if (changed.every(({ rev }) => rev > snapshotRev)) return changed
  const known = new Set(messages.map(({ id }) => id))
  return changed.filter(({ id, rev }) => rev > snapshotRev || known.has(id))
}

function split(messages: readonly Message[], floorSeq: number): { shown: Message[]; below: Message[] } {
  return {
    shown: messages.filter(({ seq }) => seq >= floorSeq),
    below: messages.filter(({ seq }) => seq < floorSeq),
  }
}

/** Both together by seq; of two versions of a message the one with the higher rev. The same array where nothing is new. */
export function upsert(held: readonly Message[], changed: readonly Message[]): readonly Message[] {
  if (changed.length === 0) return held
  const bySeq = new Map(held.map((message) => [message.seq, message]))
  let isChanged = false
  for (const message of changed) {
    const known = bySeq.get(message.seq)
    if (known && message.rev <= known.rev) continue
    bySeq.set(message.seq, message)
    isChanged = true
  }
  return isChanged ? [...bySeq.values()].sort((a, b) => a.seq - b.seq) : held
}

/** Puts an own message, just acknowledged, in its place before its Advance arrives. The cursor does not move. */
export function placeOwn(timeline: Timeline, message: Message): Timeline {
  return { ...timeline, messages: upsert(timeline.messages, withoutGone(timeline, [message])) }
}
