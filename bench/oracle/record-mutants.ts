// Histories made wrong on purpose: the checker is worth nothing unless it fails at each of them, by the check that is
// meant for it.
import { check } from './check'
import type { CheckId, Facts, StoredMessage } from './facts'
import type { HistoryItem, HistoryRecord } from './history'

export type Evidence = { records: readonly HistoryRecord[]; facts: Facts }

export type RecordMutant = {
  name: string
  caughtBy: CheckId
  /** Nothing where the history has no place for it. */
  mutate(evidence: Evidence): Evidence | undefined
}

type Render = Extract<HistoryRecord, { op: 'render' }>
type Ack = Extract<HistoryRecord, { op: 'ack' }>

const isRender = (record: HistoryRecord): record is Render => record.op === 'render'
const isPostAck = (record: HistoryRecord): record is Ack => record.op === 'ack' && record.of === 'send'

export const RECORD_MUTANTS: readonly RecordMutant[] = [
  {
    name: 'a delivered message is missing from a screen (drop)',
    caughtBy: 'O2',
    mutate: (evidence) => onLastScreen(evidence, (list) => list.filter((_, at) => at !== Math.floor(list.length / 2))),
  },
  {
    name: 'an acknowledged row is not stored',
    caughtBy: 'O1',
    mutate({ records, facts }) {
      const ack = records.find(isPostAck)
      return ack && { records, facts: { ...facts, messages: facts.messages.filter(({ id }) => id !== ack.id) } }
    },
  },
  {
    name: 'a row is stored twice (duplicate)',
    caughtBy: 'O5',
    mutate({ records, facts }) {
      const [row] = facts.messages
      return row && { records, facts: { ...facts, messages: [...facts.messages, { ...row, id: `${row.id}-again` }] } }
    },
  },
  {
    name: 'an item is rendered twice',
    caughtBy: 'O5',
    mutate: (evidence) => onLastScreen(evidence, (list) => [...list.slice(0, 1), ...list]),
  },
  {
    name: 'two items of a list change places (swap)',
    caughtBy: 'O6',
    mutate: (evidence) => onLastScreen(evidence, ([first, second, ...rest]) => both(second, first, rest)),
  },
  {
    name: 'two sends of one sender change places',
    caughtBy: 'O9',
    mutate({ records, facts }) {
      const pair = neighbours(records, facts.messages)
      if (!pair) return undefined
      const [one, two] = pair
      const keyOf = (key: string): string => (key === one ? two : key === two ? one : key)
      const swapped = records.map((record) => (record.op === 'send' ? { ...record, key: keyOf(record.key) } : record))
      return { records: swapped, facts }
    },
  },
  {
    name: 'a screen keeps an old rev of a changed message',
    caughtBy: 'O3',
    mutate: (evidence) =>
      onLastScreen(evidence, (list) => {
        const changed = list.find(({ seq, rev }) => rev > seq)
        return changed && list.map((item) => (item === changed ? { ...item, rev: item.seq, hash: 'as posted' } : item))
      }),
  },
  {
    name: 'one body is another',
    caughtBy: 'O4',
    mutate: (evidence) =>
      onLastScreen(evidence, ([first, ...rest]) => first && [{ ...first, hash: 'something else' }, ...rest]),
  },
  {
    name: 'two acknowledged changes have the same rev',
    caughtBy: 'O7',
    mutate({ records, facts }) {
      const one = records.find(isPostAck)
      const two = records.find((record) => isPostAck(record) && record.room === one?.room && record.key !== one.key)
      if (!one || !two) return undefined
      const clash = records.map((record) => (record === two ? { ...two, seq: one.seq, rev: one.rev } : record))
      return { records: clash, facts }
    },
  },
  {
    name: 'a cursor goes down',
    caughtBy: 'O8',
    mutate({ records, facts }) {
      const last = records.findLast((record) => isRender(record) && record.cursor > 0)
      if (!last || !isRender(last)) return undefined
      return { records: [...records, { ...last, at: 0, cut: 0, items: [], cursor: last.cursor - 1 }], facts }
    },
  },
  {
    name: 'a message reaches an ex-member (leak)',
    caughtBy: 'O11',
    mutate({ records, facts }) {
      const event = records.findLast((record) => record.op === 'event' && record.items.length > 0)
      if (!event) return undefined
      const to = event.t - facts.leakAfterMs - 1
      const stays = facts.stays.map((stay) =>
        stay.member === event.member && stay.room === event.room ? { ...stay, from: to - 1, to } : stay,
      )
      return { records, facts: { ...facts, stays } }
    },
  },
  {
    name: 'an item stays in an outbox',
    caughtBy: 'O12',
    mutate({ records, facts }) {
      const last = lastScreen(records, facts)
      if (!last) return undefined
      return { records: [...records, { ...last, at: 0, cut: 0, items: [], waiting: ['never sent'] }], facts }
    },
  },
  {
    name: 'what was written has left the outbox and is nowhere',
    caughtBy: 'O12',
    mutate({ records, facts }) {
      const last = lastScreen(records, facts)
      if (!last) return undefined
      const { t, client, member, node, room } = last
      return { records: [...records, { t, client, member, node, room, op: 'send', key: 'nowhere', hash: '' }], facts }
    },
  },
  {
    name: 'an own message appears long after its ack',
    caughtBy: 'O10',
    mutate({ records, facts }) {
      const ack = records.find(isPostAck)
      if (!ack) return undefined
      const late = records.map((record) => (record.t <= ack.t ? { ...record, t: record.t - 60_000 } : record))
      const early = { ...ack, t: ack.t - 60_000 }
      const isOwn = (record: HistoryRecord) => isRender(record) && record.items.some(({ id }) => id === ack.id)
      const shown = records.map((record, at) =>
        record === ack ? early : isOwn(record) ? { ...record, t: Math.max(record.t, ack.t + 1) } : (late[at] ?? record),
      )
      return { records: shown, facts }
    },
  },
  {
    name: 'one key is acknowledged for two bodies',
    caughtBy: 'O13',
    mutate({ records, facts }) {
      const ack = records.find(isPostAck)
      return ack && { records: [...records, { ...ack, hash: 'another body' }], facts }
    },
  },
]

export type Falsified = { name: string; caughtBy: CheckId; result: 'caught' | 'missed' | 'no place' }

/** Runs every mutant over evidence that is clean. */
export function falsify(evidence: Evidence): Falsified[] {
  return RECORD_MUTANTS.map((mutant) => tryMutant(mutant, evidence))
}

export function tryMutant({ name, caughtBy, mutate }: RecordMutant, evidence: Evidence): Falsified {
  const wrong = mutate(evidence)
  if (!wrong) return { name, caughtBy, result: 'no place' }
  return { name, caughtBy, result: check(wrong.records, wrong.facts).perCheck[caughtBy] > 0 ? 'caught' : 'missed' }
}

/** The last list of somebody who is expected to hold everything, with at least three messages on it. */
function lastScreen(records: readonly HistoryRecord[], { stays }: Facts): Render | undefined {
  const closed = new Set(records.flatMap(({ op, client }) => (op === 'close' ? [client] : [])))
  const found = records.findLast(
    (record) =>
      isRender(record) &&
      !closed.has(record.client) &&
      stays.some(({ member, room, to }) => member === record.member && room === record.room && to === undefined),
  )
  return found && isRender(found) ? found : undefined
}

type Change = (list: readonly HistoryItem[]) => readonly HistoryItem[] | undefined

/** Puts a changed list on a screen, as its last. */
function onLastScreen({ records, facts }: Evidence, change: Change): Evidence | undefined {
  const last = lastScreen(records, facts)
  if (!last) return undefined
  const list: HistoryItem[] = []
  for (const record of records) {
    if (isRender(record) && record.client === last.client && record.room === last.room)
      list.splice(record.at, record.cut, ...record.items)
  }
  const changed = change(list)
  if (!changed || list.length < 3) return undefined
  return { records: [...records, { ...last, at: 0, cut: list.length, items: [...changed] }], facts }
}

function both(
  first: HistoryItem | undefined,
  second: HistoryItem | undefined,
  rest: readonly HistoryItem[],
): readonly HistoryItem[] | undefined {
  return first && second && [first, second, ...rest]
}

/** The keys of two stored messages that one tab sent one after the other. */
function neighbours(
  records: readonly HistoryRecord[],
  messages: readonly StoredMessage[],
): [string, string] | undefined {
  const stored = new Set(messages.map(({ clientMessageId }) => clientMessageId))
  const sends = records.filter((record) => record.op === 'send' && stored.has(record.key))
  for (const one of sends) {
    const two = sends.find(({ client, room, t }) => client === one.client && room === one.room && t > one.t)
    if (two && 'key' in one && 'key' in two && one.key !== two.key) return [one.key, two.key]
  }
  return undefined
}
