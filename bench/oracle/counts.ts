// What a run came to in numbers.
import type { Facts } from './facts'
import type { HistoryRecord } from './history'
import type { Screen } from './screen'

export type Counts = {
  /** Changes that somebody wanted, each once however often it was asked for. */
  sent: number
  acked: number
  /** Rows in the rooms. */
  stored: number
  /** Versions of messages that tabs were given. */
  delivered: number
  /** Asked for, and never answered: stored or not, but never twice. */
  ambiguous: number
  /** Milliseconds from the end of the fault until each tab held all that stood then. */
  recovery: { p50: number; p95: number; p99: number }
}

export function countAll(
  screens: readonly Screen[],
  records: readonly HistoryRecord[],
  { messages, stays }: Facts,
): Counts {
  const sent = new Set<string>()
  const acked = new Set<string>()
  const refused = new Set<string>()
  const unanswered = new Set<string>()
  const delivered = new Set<string>()
  for (const record of records) {
    const { member, room, client } = record
    if (record.op === 'send' || record.op === 'edit' || record.op === 'delete' || record.op === 'react')
      sent.add(`${room}/${member}/${record.op}/${record.key}`)
    if (record.op === 'ack') acked.add(`${room}/${member}/${record.of}/${record.key}`)
    if (record.op === 'refusal') refused.add(`${room}/${member}/${record.of}/${record.key}`)
    if (record.op === 'timeout') unanswered.add(`${room}/${member}/${record.of}/${record.key}`)
    if (record.op === 'render') for (const { id, rev } of record.items) delivered.add(`${client}/${id}/${rev}`)
  }
  return {
    sent: sent.size,
    acked: acked.size,
    stored: messages.length,
    delivered: delivered.size,
    ambiguous: [...unanswered].filter((key) => !acked.has(key) && !refused.has(key)).length,
    recovery: recoveryOf(screens, records, stays),
  }
}

function recoveryOf(
  screens: readonly Screen[],
  records: readonly HistoryRecord[],
  stays: Facts['stays'],
): Counts['recovery'] {
  const isIn = ({ member, room }: Screen): boolean =>
    stays.some((stay) => stay.member === member && stay.room === room && stay.to === undefined)
  const heals = new Map(records.flatMap((record) => (record.op === 'heal' ? [[record.room, record] as const] : [])))
  const took = screens.flatMap((screen) => {
    const heal = heals.get(screen.room)
    return heal && !screen.isClosed && isIn(screen) ? [timeUntil(screen, heal.t, heal.head)] : []
  })
  const sorted = took.sort((a, b) => a - b)
  const at = (share: number): number => Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? 0)
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}

/** From `t` until the tab was connected and held everything up to `head`; what held it already took no time. */
function timeUntil({ cursors, endedAt }: Screen, t: number, head: number): number {
  const before = cursors.findLast((moment) => moment.t <= t)
  if (before?.isConnected && before.cursor >= head) return 0
  const there = cursors.find((moment) => moment.t > t && moment.isConnected && moment.cursor >= head)
  return (there?.t ?? endedAt) - t
}
