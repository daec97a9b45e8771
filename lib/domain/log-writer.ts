// The one write path of the log: a batch of changes, over any rooms, in one transaction that holds the rooms' locks.
import { sql } from 'kysely'
import type { Dialect, Trx } from '../db/database'
import { createId, type MessageId, type RoomId } from '../shared/ids'
import { Refusal } from '../shared/refusal'
import { amendMessage } from './log-amend'
import type { CommittedRange, LogChange, LogPlace, Outcome, Post } from './log-change'
import { postedHash } from './log-change'
import { type MessageRow, toMessages } from './messages'
import { indexMessages } from './search-index'

export type Applied = { outcomes: Outcome[]; ranges: CommittedRange[] }

/** A room under its lock, while a batch is applied to it. */
export type LockedRoom = { id: RoomId; since: number; head: number; lastPostedAt: number; now: number }

/** What a batch has touched so far. `posted` are rows not yet inserted: they go in together. */
export type Draft = {
  trx: Trx
  dialect: Dialect
  posted: Map<MessageId, MessageRow>
  touched: Set<MessageId>
  repeated: MessageRow[]
}

/**
 * Applies the changes in order. Each gets its own outcome; a refused one takes no rev and hurts no neighbour.
 * @param now milliseconds; Postgres uses its own clock instead, so that all nodes share one
 */
export async function writeLog(
  trx: Trx,
  changes: readonly LogChange[],
  { dialect, now }: { dialect: Dialect; now: number },
): Promise<Applied> {
  const rooms = await lockRooms(trx, changes, dialect, now)
  const names = await findNames(trx, changes)
  const known = await findRepeated(trx, changes)
  const draft: Draft = { trx, dialect, posted: new Map(), touched: new Set(), repeated: [] }
  const outcomes: Outcome[] = []
  for (const change of changes) {
    const room = rooms.get(change.roomId)
    const name = names.get(memberKey(change))
    outcomes.push(
      room === undefined || name === undefined
        ? { ok: false, refusal: new Refusal('not_found') }
        : await settle(() =>
            change.kind === 'post' ? post(draft, room, known, change, name) : amend(draft, room, change),
          ),
    )
  }
  await insertPosted(draft)
  await moveHeads(trx, rooms)
  return { outcomes, ranges: await findRanges(draft, rooms) }
}

async function settle(apply: () => Promise<LogPlace>): Promise<Outcome> {
  try {
    return { ok: true, place: await apply() }
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, refusal: error }
    throw error
  }
}

async function amend(draft: Draft, room: LockedRoom, change: Exclude<LogChange, Post>): Promise<LogPlace> {
  // A message posted in this very batch must be a row before it can be changed.
  if (draft.posted.size > 0) await insertPosted(draft)
  return amendMessage(draft, room, change)
}

async function post(
  draft: Draft,
  room: LockedRoom,
  known: Map<string, MessageRow>,
  change: Post,
  name: string,
): Promise<LogPlace> {
  const hash = postedHash(change)
  const repeated = known.get(postKey(change))
  if (repeated) {
    // A deleted message keeps no trace of its text, so its key alone decides.
    if (repeated.posted_hash !== null && repeated.posted_hash !== hash) throw new Refusal('conflict')
    draft.repeated.push(repeated)
    return placeOf(repeated)
  }
  if (change.replyTo !== undefined) await requireReplied(draft, room, change.replyTo)
  room.head += 1
  room.lastPostedAt = Math.max(room.now, room.lastPostedAt)
  const row: MessageRow = {
    id: createId<MessageId>(),
    room_id: room.id,
    seq: room.head,
    rev: room.head,
    client_message_id: change.clientMessageId,
    author_id: change.userId,
    author_name: name,
    body: change.body,
    posted_hash: hash,
    posted_at: room.lastPostedAt,
    edited_at: null,
    deleted_at: null,
    reply_to: change.replyTo ?? null,
  }
  known.set(postKey(change), row)
  draft.posted.set(row.id, row)
  draft.touched.add(row.id)
  return placeOf(row)
}

async function requireReplied(draft: Draft, room: LockedRoom, id: MessageId): Promise<void> {
  if (draft.posted.get(id)?.room_id === room.id) return
  const row = await draft.trx
    .selectFrom('messages')
    .select('id')
    .where('id', '=', id)
    .where('room_id', '=', room.id)
    .executeTakeFirst()
  if (!row) throw new Refusal('not_found', { fields: { replyTo: 'not_found' } })
}

export function placeOf(row: Pick<MessageRow, 'id' | 'seq' | 'rev' | 'posted_at'>): LogPlace {
  return { id: row.id, seq: row.seq, rev: row.rev, postedAt: row.posted_at }
}

function memberKey({ roomId, userId }: { roomId: string; userId: string }): string {
  return `${roomId}/${userId}`
}

function postKey(key: { roomId: string; userId: string; clientMessageId: string }): string {
  return `${memberKey(key)}/${key.clientMessageId}`
}

/** Takes the locks in id order: two nodes with overlapping batches would otherwise wait for each other. */
async function lockRooms(
  trx: Trx,
  changes: readonly LogChange[],
  dialect: Dialect,
  now: number,
): Promise<Map<RoomId, LockedRoom>> {
  const ids = [...new Set(changes.map((change) => change.roomId))].sort()
  const databaseNow = sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`
  const rows = await trx
    .selectFrom('rooms')
    .select(['id', 'rev', 'last_posted_at', (dialect === 'postgres' ? databaseNow : sql<number>`${now}`).as('now')])
    .where('id', 'in', ids)
    .orderBy('id')
    // SQLite's transaction holds the whole database from its first statement on.
    .$if(dialect === 'postgres', (query) => query.forUpdate())
    .execute()
  return new Map(
    rows.map((row) => [
      row.id,
      { id: row.id, since: row.rev, head: row.rev, lastPostedAt: row.last_posted_at, now: row.now },
    ]),
  )
}

/** The names of those who are members, by room and user. Read under the lock, so a removal before it counts. */
async function findNames(trx: Trx, changes: readonly LogChange[]): Promise<Map<string, string>> {
  const rows = await trx
    .selectFrom('members')
    .select(['room_id as roomId', 'user_id as userId', 'name'])
    .where('room_id', 'in', [...new Set(changes.map((change) => change.roomId))])
    .where('user_id', 'in', [...new Set(changes.map((change) => change.userId))])
    .where('standing', '=', 'in')
    .execute()
  return new Map(rows.map((row) => [memberKey(row), row.name]))
}

async function findRepeated(trx: Trx, changes: readonly LogChange[]): Promise<Map<string, MessageRow>> {
  const posts = changes.filter((change) => change.kind === 'post')
  if (posts.length === 0) return new Map()
  const keys = sql.join(posts.map((key) => sql`(${sql.join([key.roomId, key.userId, key.clientMessageId])})`))
  const rows = await trx
    .selectFrom('messages')
    .selectAll()
    .where(sql<boolean>`(room_id, author_id, client_message_id) in (values ${keys})`)
    .execute()
  return new Map(
    rows.map((row) => [
      postKey({ roomId: row.room_id, userId: row.author_id, clientMessageId: row.client_message_id }),
      row,
    ]),
  )
}

async function insertPosted(draft: Draft): Promise<void> {
  if (draft.posted.size === 0) return
  const rows = [...draft.posted.values()]
  await draft.trx.insertInto('messages').values(rows).execute()
  await indexMessages(draft.trx, draft.dialect, rows)
  draft.posted.clear()
}

async function moveHeads(trx: Trx, rooms: Map<RoomId, LockedRoom>): Promise<void> {
  const moved = [...rooms.values()].filter((room) => room.head > room.since)
  if (moved.length === 0) return
  const values = sql.join(
    moved.map(
      ({ id, head, lastPostedAt }) =>
        sql`(cast(${id} as text), cast(${head} as bigint), cast(${lastPostedAt} as bigint))`,
    ),
  )
  await sql`update rooms set rev = moved.column2, last_posted_at = moved.column3
    from (values ${values}) as moved where rooms.id = moved.column1`.execute(trx)
}

async function findRanges(draft: Draft, rooms: Map<RoomId, LockedRoom>): Promise<CommittedRange[]> {
  const ids = [...draft.touched]
  const rows =
    ids.length === 0
      ? []
      : await draft.trx.selectFrom('messages').selectAll().where('id', 'in', ids).orderBy('rev').execute()
  const messages = await toMessages(draft.trx, rows)
  const ranges = [...rooms.values()]
    .filter((room) => room.head > room.since)
    .map(({ id, since, head }) => ({
      roomId: id,
      since,
      upto: head,
      head,
      messages: messages.filter((message) => message.roomId === id),
    }))
  // A repeat may be the first sign of a commit whose answer was lost: say it again, those who know it drop it.
  const repeated = await toMessages(
    draft.trx,
    draft.repeated.filter((row) => !draft.touched.has(row.id)),
  )
  return [
    ...repeated.map((message) => ({
      roomId: message.roomId,
      since: message.rev - 1,
      upto: message.rev,
      head: rooms.get(message.roomId)?.head ?? message.rev,
      messages: [message],
      isRepeat: true as const,
    })),
    ...ranges,
  ]
}
