// How long what was acknowledged took to stand on the screens of others.
import type { HistoryRecord } from '../oracle/history'

export type DeliveryTimes = { sameNode: number[]; otherNode: number[] }

/** Milliseconds from the ack until each other tab of the room rendered it, for acks between `from` and `to`. */
export function deliveryTimes(records: readonly HistoryRecord[], from: number, to: number): DeliveryTimes {
  const acks = new Map<string, { t: number; client: string; node: string }>()
  const times: DeliveryTimes = { sameNode: [], otherNode: [] }
  for (const record of records) {
    if (record.op === 'ack' && record.of === 'send' && record.t >= from && record.t <= to) acks.set(record.id, record)
  }
  const seen = new Set<string>()
  for (const record of records) {
    if (record.op !== 'render') continue
    for (const { id } of record.items) {
      const ack = acks.get(id)
      if (!ack || ack.client === record.client || seen.has(`${record.client} ${id}`)) continue
      seen.add(`${record.client} ${id}`)
      // A screen may be quicker than the sender's ack.
      times[ack.node === record.node ? 'sameNode' : 'otherNode'].push(Math.max(0, record.t - ack.t))
    }
  }
  return times
}

export function percentile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? 0)
}
