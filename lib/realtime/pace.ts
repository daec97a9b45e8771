// How long a room is told nothing after it was told something.
import { AT_EASE, byShare, NEARLY_FULL } from '../domain/busy-share'
import { SERVER_TIMES } from '../shared/server-times'

export type Pace = {
  /** When the room may be told again, monotonic milliseconds. */
  dueAt: number
  toldAt: number
  /** How far its messages are apart, as they came lately, milliseconds; nothing while it was told once only. */
  gapMs: number | undefined
}

/** What a room was told just now. */
export type Telling = {
  /** When, monotonic milliseconds, and how long that took. */
  at: number
  tookMs: number
  messages: number
  /** How busy the process was lately, 0 to 1. */
  busyShare: number
}

/** A room is told again after this part of the time between two of its messages, so that half of them wait for nothing. */
const OF_GAP = 0.7
/** How much of the past counts in `gapMs`. */
const OF_PAST = 0.8
/** Telling a room takes one part in so many of the time: a large one is told less often. */
const PARTS = 6
/** A room that was not told of anything for so long, milliseconds, is quiet, and has no past. */
export const QUIET_AFTER = 1_000

/** Of a room that was never told anything. */
export const UNTOLD: Pace = { dueAt: Number.NEGATIVE_INFINITY, toldAt: Number.NEGATIVE_INFINITY, gapMs: undefined }

/** The pace of a room after it was told something. */
export function paceAfter(before: Pace, { at, tookMs, messages, busyShare }: Telling): Pace {
  const gapMs = gapAfter(before, at, messages)
  const { advancesApart, advancesApartAtMost, advancesApartWhenFull } = SERVER_TIMES
  const atMost = byShare(busyShare, AT_EASE, advancesApart, advancesApartAtMost)
  const atLeast = byShare(busyShare, NEARLY_FULL, advancesApart, advancesApartWhenFull)
  const dear = Math.min(advancesApartAtMost, tookMs * PARTS)
  const pauseMs = Math.max(atLeast, dear, Math.min(atMost, (gapMs ?? QUIET_AFTER) * OF_GAP))
  return { dueAt: at + pauseMs, toldAt: at, gapMs }
}

function gapAfter({ toldAt, gapMs }: Pace, at: number, messages: number): number | undefined {
  if (toldAt === Number.NEGATIVE_INFINITY) return undefined
  const gap = (at - toldAt) / Math.max(1, messages)
  return gapMs === undefined ? gap : gapMs * OF_PAST + gap * (1 - OF_PAST)
}
