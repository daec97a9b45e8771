// A small history without a fault, made by chance: what the checker must find nothing in, and its mutants something.
import type { Random } from '#lib/testing/random'
import { type Facts, type StoredMessage, staysOf } from './facts'
import type { HistoryItem, HistoryRecord } from './history'

const ROOM = 'room'
const MEMBERS = ['ada', 'bo', 'chloe']

export function sampleHistory(random: Random): { records: HistoryRecord[]; facts: Facts } {
  const records: HistoryRecord[] = []
  const rows: StoredMessage[] = []
  const shown = new Map<string, HistoryItem[]>(MEMBERS.map((member) => [member, []]))
  let t = 0
  let head = 0
  const by = (member: string) => ({ t, client: `${member}'s tab`, member, node: 'node-1', room: ROOM })
  const itemOf = ({ id, clientMessageId, seq, rev, hash }: StoredMessage): HistoryItem => ({
    ...{ id, clientMessageId, seq, rev, hash },
  })

  function render(member: string, row: StoredMessage): void {
    const list = shown.get(member) ?? []
    const known = list.findIndex(({ id }) => id === row.id)
    const at = known === -1 ? list.length : known
    const cut = known === -1 ? 0 : 1
    list.splice(at, cut, itemOf(row))
    const state = { cursor: head, floor: 0, isConnected: true, waiting: [] }
    records.push({ ...by(member), op: 'render', at, cut, items: [itemOf(row)], ...state })
  }

  function tellAll(row: StoredMessage): void {
    for (const member of MEMBERS) {
      t += 1
      records.push({ ...by(member), op: 'event', items: [itemOf(row)], cursor: head })
      render(member, row)
    }
  }

  for (const member of MEMBERS) records.push({ ...by(member), op: 'join' })
  for (let at = 0; at < 60; at += 1) {
    t += random.below(50)
    head += 1
    const member = random.pick(MEMBERS)
    const own = rows.filter(({ author, isDeleted }) => author === member && !isDeleted)
    if (own.length > 1 && random.chance(30)) {
      const row = random.pick(own)
      Object.assign(row, { rev: head, hash: `edited at ${head}` })
      const edit = { key: `edit ${at}`, hash: row.hash }
      records.push({ ...by(member), op: 'edit', ...edit })
      records.push({ ...by(member), op: 'ack', of: 'edit', ...edit, id: row.id, seq: row.seq, rev: head })
      tellAll(row)
      continue
    }
    const key = `key ${at}`
    const place = { id: `message ${at}`, seq: head, rev: head, hash: `body ${at}` }
    const row = { room: ROOM, clientMessageId: key, author: member, isDeleted: false, ...place }
    rows.push(row)
    records.push({ ...by(member), op: 'send', key, hash: row.hash })
    t += random.below(20)
    records.push({ ...by(member), op: 'ack', of: 'send', key, ...place })
    tellAll(row)
  }
  t += 2_000
  records.push({ ...by('harness'), op: 'heal', head })
  const facts = { rooms: [{ id: ROOM, head }], messages: rows, stays: staysOf(records), leakAfterMs: 1_000 }
  return { records, facts }
}
