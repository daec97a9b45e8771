// The rows that the write path of the log asks for and writes, as statements over whatever a batch holds.
import type { Dialect, Trx } from '../db/database'
import type { RoomId } from '../shared/ids'
import type { LogChange } from './log-change'
import type { MessageRow } from './messages'
import { createRowStatement } from './row-statement'

/** A room under its lock, while a batch is applied to it. */
export type LockedRoom = { id: RoomId; since: number; head: number; lastPostedAt: number; now: number }

export function memberKey({ roomId, userId }: { roomId: string; userId: string }): string {
  return `${roomId}/${userId}`
}

export function postKey(key: { roomId: string; userId: string; clientMessageId: string }): string {
  return `${memberKey(key)}/${key.clientMessageId}`
}

type RoomRow = { id: RoomId; rev: number; last_posted_at: number; now?: number }

// SQLite's transaction holds the whole database from its first statement on.
const selectRooms = createRowStatement<RoomRow>({
  sqlite: 'select id, rev, last_posted_at from rooms where id = ?',
  postgres: {
    before: `select id, rev, last_posted_at, (extract(epoch from clock_timestamp()) * 1000)::bigint as now
      from rooms where id in (`,
    types: [''],
    after: ') order by id for update',
  },
})

/**
 * Takes the locks in id order: two nodes with overlapping batches would otherwise wait for each other.
 * @param now milliseconds; Postgres uses its own clock instead
 */
export async function lockRooms(
  trx: Trx,
  dialect: Dialect,
  changes: readonly LogChange[],
  now: number,
): Promise<Map<RoomId, LockedRoom>> {
  const ids = [...new Set(changes.map((change) => change.roomId))].sort().map((id) => [id])
  const rows = await selectRooms(trx, dialect, ids)
  return new Map(
    rows.map((row) => [
      row.id,
      { id: row.id, since: row.rev, head: row.rev, lastPostedAt: row.last_posted_at, now: row.now ?? now },
    ]),
  )
}

const selectNames = createRowStatement<{ roomId: RoomId; userId: string; name: string }>({
  sqlite: `select room_id as "roomId", user_id as "userId", name from members
    where room_id = ? and user_id = ? and standing = 'in'`,
  postgres: {
    before: `select room_id as "roomId", user_id as "userId", name from members
      where standing = 'in' and (room_id, user_id) in (`,
    types: ['', ''],
    after: ')',
  },
})

/** The names of those who are members, by room and user. Read under the lock, so a removal before it counts. */
export async function findNames(
  trx: Trx,
  dialect: Dialect,
  changes: readonly LogChange[],
): Promise<Map<string, string>> {
  const asked = new Map(changes.map((change) => [memberKey(change), [change.roomId, change.userId]]))
  const rows = await selectNames(trx, dialect, [...asked.values()])
  return new Map(rows.map((row) => [memberKey(row), row.name]))
}

const selectRepeated = createRowStatement<MessageRow>({
  sqlite: 'select * from messages where room_id = ? and author_id = ? and client_message_id = ?',
  postgres: {
    before: 'select * from messages where (room_id, author_id, client_message_id) in (',
    types: ['', '', ''],
    after: ')',
  },
})

/** What is stored already under the keys of these posts. */
export async function findRepeated(
  trx: Trx,
  dialect: Dialect,
  changes: readonly LogChange[],
): Promise<Map<string, MessageRow>> {
  const asked = changes
    .filter((change) => change.kind === 'post')
    .map(({ roomId, userId, clientMessageId }) => [roomId, userId, clientMessageId])
  const rows = await selectRepeated(trx, dialect, asked)
  return new Map(
    rows.map((row) => [
      postKey({ roomId: row.room_id, userId: row.author_id, clientMessageId: row.client_message_id }),
      row,
    ]),
  )
}

const INTO_MESSAGES = `insert into messages (id, room_id, seq, rev, client_message_id, author_id, author_name, body,
  posted_hash, posted_at, edited_at, deleted_at, reply_to) values`
const COLUMNS = 13

const insertRows = createRowStatement<never>({
  sqlite: `${INTO_MESSAGES} (${Array(COLUMNS).fill('?').join(', ')})`,
  postgres: { before: INTO_MESSAGES, types: Array(COLUMNS).fill(''), after: '' },
})

export async function insertMessages(trx: Trx, dialect: Dialect, rows: readonly MessageRow[]): Promise<void> {
  const values = rows.map((row) => [
    ...[row.id, row.room_id, row.seq, row.rev, row.client_message_id, row.author_id, row.author_name, row.body],
    ...[row.posted_hash, row.posted_at, row.edited_at, row.deleted_at, row.reply_to],
  ])
  await insertRows(trx, dialect, values)
}

const updateHeads = createRowStatement<never>({
  sqlite: 'update rooms set rev = ?, last_posted_at = ? where id = ?',
  postgres: {
    before: 'update rooms set rev = moved.column1, last_posted_at = moved.column2 from (values',
    types: ['bigint', 'bigint', 'text'],
    after: ') as moved where rooms.id = moved.column3',
  },
})

/** Writes where the rooms stand after the batch. */
export async function moveHeads(trx: Trx, dialect: Dialect, rooms: Map<RoomId, LockedRoom>): Promise<void> {
  const moved = [...rooms.values()].filter((room) => room.head > room.since)
  await updateHeads(
    trx,
    dialect,
    moved.map(({ id, head, lastPostedAt }) => [head, lastPostedAt, id]),
  )
}
