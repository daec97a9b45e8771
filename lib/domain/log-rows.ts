// The rows that the write path of the log asks for and writes, as statements over whatever a batch holds.
import { CompiledQuery } from 'kysely'
import type { Dialect, Trx } from '../db/database'
import type { MessageId, RoomId } from '../shared/ids'
import type { LogChange } from './log-change'
import type { MessageRow } from './messages'
import { columnsOf, createEachStatement, createRowStatement } from './row-statement'
import { intoWords, lexemesOf } from './search-index'

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
  width: 1,
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

type AskedRow = { roomId: RoomId; userId: string; name: string; repeated: MessageId | null }

const selectAsked = createRowStatement<AskedRow>({
  sqlite: `select m.room_id as "roomId", m.user_id as "userId", m.name, p.id as repeated from members m
    left join messages p on p.client_message_id = ? and p.author_id = m.user_id and p.room_id = m.room_id
    where m.room_id = ? and m.user_id = ? and m.standing = 'in'`,
  postgres: `select m.room_id as "roomId", m.user_id as "userId", m.name, p.id as repeated
    from unnest($1::text[], $2::text[], $3::text[]) as asked (key, room_id, user_id)
    join members m on m.room_id = asked.room_id and m.user_id = asked.user_id and m.standing = 'in'
    left join messages p on p.client_message_id = asked.key and p.author_id = m.user_id and p.room_id = m.room_id`,
  width: 3,
})

/**
 * Who asks: the names of those who are members, by room and user. Read under the lock, so a removal before it counts.
 * And what is stored already under the keys of their posts, by these.
 */
export async function findAsked(
  trx: Trx,
  dialect: Dialect,
  changes: readonly LogChange[],
): Promise<{ names: Map<string, string>; repeated: Map<string, MessageRow> }> {
  const asked = changes.map((change) => [
    change.kind === 'post' ? change.clientMessageId : null,
    change.roomId,
    change.userId,
  ])
  const rows = await selectAsked(trx, dialect, asked)
  const names = new Map(rows.map((row) => [memberKey(row), row.name]))
  const ids = rows.flatMap(({ repeated }) => repeated ?? [])
  const repeated = new Map<string, MessageRow>()
  if (ids.length === 0) return { names, repeated }
  for (const row of await trx.selectFrom('messages').selectAll().where('id', 'in', ids).execute()) {
    repeated.set(postKey({ roomId: row.room_id, userId: row.author_id, clientMessageId: row.client_message_id }), row)
  }
  return { names, repeated }
}

const COLUMNS = `id, room_id, seq, rev, client_message_id, author_id, author_name, body, posted_hash, posted_at, reply_to`

const insertEach = createEachStatement(`insert into messages (${COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
const moveEach = createEachStatement('update rooms set rev = ?, last_posted_at = ? where id = ?')

/** Messages with their words, which SQLite gets a moment later (waiting-words.ts), and heads: each may be none. */
const STORE_IN_POSTGRES = `with posted as (select * from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[],
    $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::bigint[], $11::text[], $12::text[])
    as posted (${COLUMNS}, words)),
  stored as (insert into messages (${COLUMNS}) select ${COLUMNS} from posted),
  worded as (${intoWords('posted')})
  update rooms set rev = moved.rev, last_posted_at = moved.last_posted_at
  from unnest($13::bigint[], $14::bigint[], $15::text[]) as moved (rev, last_posted_at, id) where rooms.id = moved.id`

/** Writes messages just posted, which nobody has changed, and where the rooms stand after them. */
export async function storePosted(
  trx: Trx,
  dialect: Dialect,
  posted: readonly MessageRow[],
  moved: readonly LockedRoom[],
): Promise<void> {
  const rows = posted.map((row) => [
    ...[row.id, row.room_id, row.seq, row.rev, row.client_message_id, row.author_id, row.author_name, row.body],
    ...[row.posted_hash, row.posted_at, row.reply_to],
  ])
  const heads = moved.map(({ id, head, lastPostedAt }) => [head, lastPostedAt, id])
  if (dialect === 'sqlite') {
    await insertEach(trx, rows)
    await moveEach(trx, heads)
  } else if (rows.length + heads.length > 0) {
    const words = posted.map((row) => lexemesOf(row).join(' '))
    const values = [...columnsOf(11, rows), words, ...columnsOf(3, heads)]
    await trx.executeQuery(CompiledQuery.raw(STORE_IN_POSTGRES, values))
  }
}
