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
  postgres: `select id, rev, last_posted_at, (extract(epoch from clock_timestamp()) * 1000)::bigint as now
    from rooms where id = any($1::text[]) order by id for update`,
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
  postgres: `select m.room_id as "roomId", m.user_id as "userId", m.name
    from unnest($1::text[], $2::text[]) as asked (room_id, user_id)
    join members m on m.room_id = asked.room_id and m.user_id = asked.user_id where m.standing = 'in'`,
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
  postgres: `select m.* from unnest($1::text[], $2::text[], $3::text[]) as asked (room_id, author_id, key)
    join messages m on m.client_message_id = asked.key and m.author_id = asked.author_id and m.room_id = asked.room_id`,
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
  posted_hash, posted_at, edited_at, deleted_at, reply_to)`

const insertRows = createRowStatement<never>({
  sqlite: `${INTO_MESSAGES} values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  postgres: `${INTO_MESSAGES} select * from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::text[],
    $6::text[], $7::text[], $8::text[], $9::text[], $10::bigint[], $11::bigint[], $12::bigint[], $13::text[])`,
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
  postgres: `update rooms set rev = moved.rev, last_posted_at = moved.last_posted_at
    from unnest($1::bigint[], $2::bigint[], $3::text[]) as moved (rev, last_posted_at, id) where rooms.id = moved.id`,
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
