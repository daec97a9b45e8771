// Checks of what people saw: every screen ends as the database stands, and never showed anything that is not there.
import { isFinalRefusal, REFUSAL_CODES } from '#lib/shared/refusal'
import type { CheckId, Facts, StoredMessage, Violation } from './facts'
import type { HistoryRecord } from './history'
import type { Screen } from './screen'

/** An own message is on the own screen this soon after its ack, milliseconds. */
const OWN_WITHIN_MS = 1_000

export function checkScreens(screens: readonly Screen[], records: readonly HistoryRecord[], facts: Facts): Violation[] {
  const rowsOf = groupBy(facts.messages, ({ room }) => room)
  const told = gatherTold(records)
  const ended = screens.flatMap((screen) => {
    const own = checkOwnWrites(screen, told)
    if (!isExpected(screen, facts)) return own
    const rows = rowsOf.get(screen.room) ?? []
    return [...own, ...checkEnd(screen, rows, facts), ...checkVanished(screen, rows, told)]
  })
  return [...screens.flatMap(({ violations }) => violations), ...ended, ...checkPhantoms(records, facts)]
}

/** What tabs sent and were told, by tab: a soak has thousands of tabs, and a million records. */
type Told = {
  sends: ReadonlyMap<string, readonly Extract<HistoryRecord, { op: 'send' }>[]>
  acks: ReadonlyMap<string, readonly Extract<HistoryRecord, { op: 'ack' }>[]>
  /** Keys that were refused for good. */
  refused: ReadonlySet<string>
}

function gatherTold(records: readonly HistoryRecord[]): Told {
  return {
    sends: groupBy(
      records.filter((record) => record.op === 'send'),
      tabOf,
    ),
    acks: groupBy(
      records.filter((record) => record.op === 'ack'),
      tabOf,
    ),
    refused: new Set(
      records.flatMap((record) => (record.op === 'refusal' && isFinal(record.code) ? [record.key] : [])),
    ),
  }
}

function tabOf({ client, room }: { client: string; room: string }): string {
  return `${client} ${room}`
}

/** A tab that still stands, of somebody who is still in the room. */
function isExpected({ isClosed, member, room }: Screen, { stays }: Facts): boolean {
  return !isClosed && stays.some((stay) => stay.member === member && stay.room === room && stay.to === undefined)
}

/** O2, O3, O6, O8 and O12, after everything came to rest. */
function checkEnd(screen: Screen, rows: readonly StoredMessage[], { rooms }: Facts): Violation[] {
  const { client, room, list, cursor, floor, waiting } = screen
  const violations: Violation[] = []
  const note = (check: CheckId, what: string): void => void violations.push({ check, client, room, what })
  const visible = rows.filter(({ seq }) => seq >= floor)
  const held = new Map(list.map((item) => [item.id, item]))
  for (const { id, seq, rev, hash } of visible) {
    const item = held.get(id)
    if (!item) note('O2', `message ${id} (seq ${seq}) is missing`)
    else if (item.rev < rev) note('O3', `message ${id} is shown at rev ${item.rev} and stands at ${rev}`)
    // A change that took no rev: nobody could know that there was one.
    else if (item.hash !== hash) note('O3', `message ${id} is shown as it was before a change without a rev`)
  }
  const isWrong = violations.length > 0
  const places = new Map(rows.map(({ id, seq }) => [id, seq]))
  const order = list.flatMap(({ id }) => places.get(id) ?? [])
  if (order.some((seq, at) => seq < (order[at - 1] ?? 0))) note('O6', 'the list ends in another order than the log')
  const head = rooms.find(({ id }) => id === room)?.head ?? 0
  if (cursor !== head) note('O8', `the cursor ends at ${cursor}, the room at ${head}`)
  else if (isWrong) note('O8', `the cursor says ${cursor}, yet something before it is missing or old`)
  for (const key of waiting) note('O12', `${key} still waits in the outbox`)
  return violations
}

/** O12: what was written is stored, or refused for good, or waits still. */
function checkVanished(screen: Screen, rows: readonly StoredMessage[], { sends, refused }: Told): Violation[] {
  const { client, member, room, waiting } = screen
  const stored = new Set(rows.flatMap(({ author, clientMessageId }) => (author === member ? [clientMessageId] : [])))
  return (sends.get(tabOf(screen)) ?? []).flatMap(({ key }): Violation[] => {
    if (stored.has(key) || refused.has(key) || waiting.includes(key)) return []
    return [{ check: 'O12', client, room, what: `${key} has left the outbox and is not stored` }]
  })
}

function isFinal(code: string): boolean {
  const known = REFUSAL_CODES.find((each) => each === code)
  return known !== undefined && isFinalRefusal(known)
}

/** O10: what was acknowledged is soon on the sender's own screen. */
function checkOwnWrites(screen: Screen, { acks }: Told): Violation[] {
  const violations: Violation[] = []
  for (const record of acks.get(tabOf(screen)) ?? []) {
    if (record.of !== 'send') continue
    const deadline = record.t + OWN_WITHIN_MS
    if (screen.endedAt < deadline || (screen.shownAt.get(record.id) ?? Number.POSITIVE_INFINITY) <= deadline) continue
    const what = `own message ${record.id} was not shown within ${OWN_WITHIN_MS} ms of its ack`
    violations.push({ check: 'O10', client: screen.client, room: screen.room, what })
  }
  return violations
}

/** O4: whatever was received is in the database, and one rev of a message says one thing. */
function checkPhantoms(records: readonly HistoryRecord[], { messages }: Facts): Violation[] {
  const violations: Violation[] = []
  const rows = new Map(messages.map((message) => [message.id, message]))
  const said = new Map(messages.map(({ id, rev, hash }) => [`${id}/${rev}`, hash]))
  for (const record of records) {
    if (!('items' in record)) continue
    for (const { id, seq, rev, hash } of record.items) {
      const note = (what: string): void => {
        violations.push({ check: 'O4', client: record.client, room: record.room, what })
      }
      const row = rows.get(id)
      if (!row || row.seq !== seq || row.room !== record.room)
        note(`message ${id} (seq ${seq}) is not in the room's log`)
      else if (rev > row.rev) note(`message ${id} was seen at rev ${rev} and stands at ${row.rev}`)
      const known = said.get(`${id}/${rev}`) ?? hash
      if (known !== hash) note(`rev ${rev} of message ${id} says two different things`)
      said.set(`${id}/${rev}`, known)
    }
  }
  return violations
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}
