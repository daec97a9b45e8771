// What the checks hold histories against: the database's rows, and who was in which room from when to when.
import type { HistoryRecord } from './history'

export type StoredMessage = {
  room: string
  id: string
  clientMessageId: string
  author: string
  seq: number
  rev: number
  hash: string
  isDeleted: boolean
}

/** Who may read a room: from `from`, and until `to` where the stay has ended. */
export type Stay = { member: string; room: string; from: number; to?: number }

export type Facts = {
  rooms: readonly { id: string; head: number }[]
  messages: readonly StoredMessage[]
  stays: readonly Stay[]
  /** Milliseconds after the end of a stay in which something may still be on its way. */
  leakAfterMs: number
}

export const CHECKS = {
  O1: 'lost_acked',
  O2: 'lost_delivery',
  O3: 'stale',
  O4: 'phantom',
  O5: 'duplicate',
  O6: 'misorder',
  O7: 'rev_clash',
  O8: 'cursor_lie',
  O9: 'sender_order',
  O10: 'own_write',
  O11: 'leak',
  O12: 'stuck',
  O13: 'conflict',
} as const

export type CheckId = keyof typeof CHECKS
export type Violation = { check: CheckId; client: string; room: string; what: string }

/** The stays that the harness noted as joins, leaves and kicks. */
export function staysOf(records: readonly HistoryRecord[]): Stay[] {
  const stays: Stay[] = []
  for (const { op, member, room, t } of records) {
    if (op === 'join') stays.push({ member, room, from: t })
    if (op !== 'leave' && op !== 'kick') continue
    const open = stays.findLast((stay) => stay.member === member && stay.room === room && stay.to === undefined)
    if (open) open.to = t
  }
  return stays
}
