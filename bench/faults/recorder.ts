// Keeps the history of a run, in memory, on one monotonic clock.
import type { Message } from '#lib/shared/model'
import { type HistoryItem, type HistoryRecord, hashContent } from '../oracle/history'

export type Recorder = {
  records: HistoryRecord[]
  /** Milliseconds, monotonic. */
  now(): number
  note(record: HistoryRecord): void
  /** Numbers the tabs of a run. */
  nextTab(): number
}

export function createRecorder(): Recorder {
  const records: HistoryRecord[] = []
  let tabs = 0
  return {
    records,
    now: () => performance.now(),
    note: (record) => void records.push(record),
    nextTab() {
      tabs += 1
      return tabs
    },
  }
}

const known = new WeakMap<Message, HistoryItem>()

export function itemOf(message: Message): HistoryItem {
  const before = known.get(message)
  if (before) return before
  const { id, clientMessageId, seq, rev } = message
  const item = { id, clientMessageId, seq, rev, hash: hashContent(message) }
  known.set(message, item)
  return item
}
