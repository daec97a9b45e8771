// Checks of the log itself: what was acknowledged is stored, once, in one order.
import type { CheckId, Facts, StoredMessage, Violation } from './facts'
import type { HistoryRecord } from './history'

type Ack = Extract<HistoryRecord, { op: 'ack' }>

export function checkLog(records: readonly HistoryRecord[], { rooms, messages }: Facts): Violation[] {
  const violations: Violation[] = []
  const note = (check: CheckId, { client, room }: { client: string; room: string }, what: string): void =>
    void violations.push({ check, client, room, what })
  const byId = new Map(messages.map((message) => [message.id, message]))
  const acks = records.filter((record): record is Ack => record.op === 'ack')
  const inDatabase = (room: string) => ({ client: 'database', room })

  for (const ack of acks) lostAck(ack)
  doubledRows()
  clashes()
  senderOrder()
  conflicts()
  return violations

  /** O1: what was acknowledged stands in the database. */
  function lostAck(ack: Ack): void {
    const row = byId.get(ack.id)
    if (!row || row.room !== ack.room) note('O1', ack, `${ack.of} ${ack.key} was acknowledged and is not stored`)
    else if (ack.of === 'send' && row.clientMessageId !== ack.key)
      note('O1', ack, `${ack.key} was acknowledged as ${ack.id}, which is another message`)
    else if (row.rev < ack.rev)
      note('O1', ack, `${ack.of} of ${ack.id}: acknowledged rev ${ack.rev}, stored ${row.rev}`)
    else if (ack.of === 'delete' && !row.isDeleted)
      note('O1', ack, `the deletion of ${ack.id} was acknowledged and is undone`)
  }

  /** O5: one row for each room, author and key. */
  function doubledRows(): void {
    const seen = new Set<string>()
    for (const { room, author, clientMessageId } of messages) {
      const key = `${room}/${author}/${clientMessageId}`
      if (seen.has(key)) note('O5', inDatabase(room), `two rows for ${clientMessageId}`)
      seen.add(key)
    }
  }

  /** O7: every rev of a room is one change, and no row stands above its head. */
  function clashes(): void {
    const heads = new Map(rooms.map(({ id, head }) => [id, head]))
    const places = new Set<string>()
    for (const { room, id, seq, rev } of messages) {
      if (rev > (heads.get(room) ?? 0)) note('O7', inDatabase(room), `rev ${rev} of ${id} is above the head`)
      if (seq > rev) note('O7', inDatabase(room), `seq ${seq} of ${id} is above its rev ${rev}`)
      if (places.has(`${room}/${seq}`)) note('O7', inDatabase(room), `two messages at seq ${seq}`)
      places.add(`${room}/${seq}`)
    }
    const takers = new Map<string, string>()
    for (const ack of firstTries(records, acks)) {
      const rev = ack.of === 'send' ? ack.seq : ack.rev
      const place = `${ack.room}/${rev}`
      const taker = `${ack.of} ${ack.member} ${ack.key}`
      const other = takers.get(place) ?? taker
      if (other !== taker) note('O7', ack, `rev ${rev} was given to ${other} and to ${taker}`)
      takers.set(place, taker)
    }
  }

  /** O9: what one tab sent stands in the order in which it was sent. */
  function senderOrder(): void {
    const rows = new Map<string, StoredMessage>()
    for (const row of messages) rows.set(`${row.room}/${row.author}/${row.clientMessageId}`, row)
    const last = new Map<string, number>()
    for (const record of records) {
      if (record.op !== 'send') continue
      const row = rows.get(`${record.room}/${record.member}/${record.key}`)
      if (!row) continue
      const tab = `${record.client} ${record.room}`
      const before = last.get(tab) ?? 0
      if (row.seq < before)
        note('O9', record, `${record.key} stands at seq ${row.seq}, sent after what stands at ${before}`)
      last.set(tab, Math.max(before, row.seq))
    }
  }

  /** O13: one key, one body. */
  function conflicts(): void {
    const bodies = new Map<string, string>()
    for (const ack of acks) {
      if (ack.of !== 'send') continue
      const key = `${ack.room}/${ack.member}/${ack.key}`
      const known = bodies.get(key) ?? ack.hash
      if (known !== ack.hash) note('O13', ack, `${ack.key} was acknowledged for two bodies`)
      bodies.set(key, known)
    }
  }
}

/**
 * Acks whose rev must be the change's own. Whoever asks again for an edit, deletion or reaction that was made already is
 * told where the message stands now, which may be another's rev; a post is told its own place however often it asks.
 */
function firstTries(records: readonly HistoryRecord[], acks: readonly Ack[]): Ack[] {
  const tries = new Map<string, number>()
  for (const record of records) {
    if (record.op !== 'ack' && record.op !== 'refusal' && record.op !== 'timeout') continue
    const key = `${record.room}/${record.member}/${record.of}/${record.key}`
    tries.set(key, (tries.get(key) ?? 0) + 1)
  }
  return acks.filter(({ of, room, member, key }) => of === 'send' || tries.get(`${room}/${member}/${of}/${key}`) === 1)
}
