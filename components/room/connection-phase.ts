// What the banner says of the connection, and when that changes by itself. [E53]
import type { Connection } from '#lib/client/room-state'
import type { RefusalCode } from '#lib/shared/refusal'

export type Phase =
  | { kind: 'quiet' }
  | { kind: 'reconnecting' }
  | { kind: 'offline' }
  | { kind: 'back' }
  | { kind: 'refused'; code: RefusalCode }

const SHOWN_AFTER_MS = 1_500
const OFFLINE_AFTER_MS = 10_000
export const BACK_FOR_MS = 2_000

/** `nextAt` is when to look again; browser clock, milliseconds. */
export function phaseOf(connection: Connection, now: number): { phase: Phase; nextAt?: number } {
  if (connection.kind === 'refused') return { phase: { kind: 'refused', code: connection.code } }
  if (connection.kind === 'connected') return { phase: { kind: 'quiet' } }
  const shownAt = connection.since + SHOWN_AFTER_MS
  const offlineAt = connection.since + OFFLINE_AFTER_MS
  if (now < shownAt) return { phase: { kind: 'quiet' }, nextAt: shownAt }
  if (now < offlineAt) return { phase: { kind: 'reconnecting' }, nextAt: offlineAt }
  return { phase: { kind: 'offline' } }
}
