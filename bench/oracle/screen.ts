// A tab's list, replayed from its history: what was on the screen, when, and what was ever wrong with it.
import type { CheckId, Violation } from './facts'
import type { HistoryItem, HistoryRecord } from './history'

export type Screen = {
  client: string
  member: string
  room: string
  /** The list at the end. */
  list: readonly HistoryItem[]
  cursor: number
  floor: number
  waiting: readonly string[]
  isConnected: boolean
  /** Closed on purpose. */
  isClosed: boolean
  endedAt: number
  /** When each message was first shown. */
  shownAt: ReadonlyMap<string, number>
  /** The cursor over time, and whether the tab was connected. */
  cursors: readonly { t: number; cursor: number; isConnected: boolean }[]
  violations: readonly Violation[]
}

/** @param records of one tab, in order */
export function replayScreen(records: readonly HistoryRecord[]): Screen | undefined {
  const first = records.find(({ op }) => op === 'render')
  if (!first) return undefined
  const { client, member, room } = first
  const violations: Violation[] = []
  const note = (check: CheckId, what: string): void => void violations.push({ check, client, room, what })
  const list: HistoryItem[] = []
  const counts = new Map<string, number>()
  const shownAt = new Map<string, number>()
  const cursors: { t: number; cursor: number; isConnected: boolean }[] = []
  let now = { cursor: 0, floor: 0, isConnected: false }
  let waiting: readonly string[] = []
  let isClosed = false
  let endedAt = first.t

  for (const record of records) {
    endedAt = record.t
    if (record.op === 'close') isClosed = true
    if (record.op !== 'render') continue
    const { at, cut, items, t } = record
    const gone = list.splice(at, cut, ...items)
    for (const { id } of gone) counts.set(id, (counts.get(id) ?? 1) - 1)
    for (const { id, seq } of items) {
      const count = (counts.get(id) ?? 0) + 1
      counts.set(id, count)
      if (count > 1) note('O5', `message ${id} (seq ${seq}) stood on the screen twice`)
      if (!shownAt.has(id)) shownAt.set(id, t)
    }
    for (let place = Math.max(1, at); place <= Math.min(list.length - 1, at + items.length); place += 1) {
      const [before, after] = [list[place - 1], list[place]]
      if (before && after && before.seq >= after.seq)
        note('O6', `seq ${after.seq} stood after seq ${before.seq} on the screen`)
    }
    if (record.cursor < now.cursor) note('O8', `the cursor went down from ${now.cursor} to ${record.cursor}`)
    waiting = record.waiting
    const shown = waiting.length === 0 ? undefined : new Set(list.map(({ clientMessageId }) => clientMessageId))
    for (const key of waiting) {
      if (shown?.has(key)) note('O5', `message ${key} stood in the log and in the outbox at once`)
    }
    now = { cursor: record.cursor, floor: record.floor, isConnected: record.isConnected }
    cursors.push({ t, cursor: record.cursor, isConnected: record.isConnected })
  }
  return { client, member, room, list, ...now, waiting, isClosed, endedAt, shownAt, cursors, violations }
}

export function screensOf(records: readonly HistoryRecord[]): Screen[] {
  const byTab = new Map<string, HistoryRecord[]>()
  for (const record of records) {
    const tab = `${record.client} ${record.room}`
    const own = byTab.get(tab)
    if (own) own.push(record)
    else byTab.set(tab, [record])
  }
  return [...byTab.values()].flatMap((own) => replayScreen(own) ?? [])
}
