// A second window on a room's log, away from its live end: what a jump opens, and how it meets the first again. Pure.
import type { Advance, Message, Page } from './model'
import { type Timeline, upsert } from './timeline'

/** Everything from `floorSeq` to `ceilSeq` is held, without a gap. */
export type Window = {
  readonly floorSeq: number
  readonly ceilSeq: number
  readonly reachedStart: boolean
  readonly messages: readonly Message[]
  /** The snapshot that the timeline stood on when the window was opened: after another one it is worth nothing. */
  readonly snapshotRev: number
}

/** The window that a page around a message opens; nothing where the page is empty. */
export function openWindow(page: Page, timeline: Timeline): Window | undefined {
  const first = page.messages[0]
  const last = page.messages.at(-1)
  if (!first || !last) return undefined
  const window = {
    floorSeq: first.seq,
    ceilSeq: last.seq,
    reachedStart: page.reachedStart,
    messages: page.messages,
    snapshotRev: timeline.snapshotRev,
  }
  return withChanges(window, timeline.below)
}

/** Adds the page before or after the window that was asked with. */
export function growWindow(window: Window, page: Page, side: 'older' | 'newer', timeline: Timeline): Window {
  const floorSeq = side === 'older' ? (page.messages[0]?.seq ?? window.floorSeq) : window.floorSeq
  const ceilSeq = side === 'newer' ? (page.messages.at(-1)?.seq ?? window.ceilSeq) : window.ceilSeq
  const grown = {
    ...window,
    floorSeq: Math.min(floorSeq, window.floorSeq),
    ceilSeq: Math.max(ceilSeq, window.ceilSeq),
    reachedStart: side === 'older' ? page.reachedStart : window.reachedStart,
    messages: upsert(window.messages, page.messages),
  }
  return withChanges(grown, timeline.below)
}

/** Applies what an Advance changed within the window. New messages belong to the live end and are not its own. */
export function advanceWindow(window: Window, { messages }: Advance): Window {
  return withChanges(window, messages)
}

function withChanges(window: Window, changed: readonly Message[]): Window {
  const within = changed.filter(({ seq }) => seq >= window.floorSeq && seq <= window.ceilSeq)
  const messages = upsert(window.messages, within)
  return messages === window.messages ? window : { ...window, messages }
}

/** True once the window reaches the live end's own, so that together they have no gap. */
export function meetsLive(window: Window, timeline: Timeline, reachedEnd: boolean): boolean {
  return reachedEnd || timeline.messages.length === 0 || window.ceilSeq >= timeline.floorSeq
}

/** The live timeline, longer by the window that met it. */
export function joinLive(window: Window, timeline: Timeline): Timeline {
  const floorSeq = Math.min(window.floorSeq, timeline.messages.length === 0 ? window.floorSeq : timeline.floorSeq)
  return {
    ...timeline,
    floorSeq,
    reachedStart: window.floorSeq <= timeline.floorSeq ? window.reachedStart : timeline.reachedStart,
    messages: upsert(timeline.messages, window.messages),
    below: timeline.below.filter(({ seq }) => seq < floorSeq),
  }
}
