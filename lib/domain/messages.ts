// Reading a room's log: rows as messages, catch-up, snapshots, pages.
import type { Selectable } from 'kysely'
import type { Db, Trx } from '../db/database'
import type { MessagesTable } from '../db/schema'
import type { MessageId, RoomId } from '../shared/ids'
import { SIZES } from '../shared/limits'
import type { Advance, Message, Page, Reaction } from '../shared/model'
import type { PageAnchor } from '../shared/protocol'
import { Refusal } from '../shared/refusal'
import { SERVER_SIZES } from '../shared/server-sizes'
import { countBytes } from '../shared/text'
import type { MemberRoom } from './rooms'

export type MessageRow = Selectable<MessagesTable>

export function toMessage(row: MessageRow, reactions: Reaction[] | undefined): Message {
  return {
    id: row.id,
    roomId: row.room_id,
    seq: row.seq,
    rev: row.rev,
    clientMessageId: row.client_message_id,
    author: { id: row.author_id, name: row.author_name },
    body: row.body,
    postedAt: row.posted_at,
    ...(row.edited_at === null ? {} : { editedAt: row.edited_at }),
    ...(row.deleted_at === null ? {} : { deletedAt: row.deleted_at }),
    ...(row.reply_to === null ? {} : { replyTo: row.reply_to }),
    ...(reactions === undefined ? {} : { reactions }),
  }
}

export async function toMessages(db: Db, rows: readonly MessageRow[]): Promise<Message[]> {
  // A reaction takes a rev of its own: what still has the one it was posted at has none.
  const changed = rows.filter(({ rev, seq }) => rev !== seq)
  const reactions = await findReactions(
    db,
    changed.map((row) => row.id),
  )
  return rows.map((row) => toMessage(row, reactions.get(row.id)))
}

async function findReactions(db: Db, ids: readonly MessageId[]): Promise<Map<MessageId, Reaction[]>> {
  const found = new Map<MessageId, Reaction[]>()
  if (ids.length === 0) return found
  const rows = await db
    .selectFrom('reactions')
    .select(['message_id', 'user_id', 'emoji'])
    .where('message_id', 'in', ids)
    .orderBy('rev')
    .execute()
  for (const row of rows) {
    const chips = found.get(row.message_id) ?? []
    const chip = chips.find((known) => known.emoji === row.emoji)
    if (chip) chip.userIds.push(row.user_id)
    else chips.push({ emoji: row.emoji, userIds: [row.user_id] })
    found.set(row.message_id, chips)
  }
  return found
}

/**
 * Every change after `cursor`, at most one page of them, or a snapshot when the cursor is none, too old, too far
 * behind, or from a database that was restored since. `trx` must be one snapshot that `member` was read in too.
 */
export async function findCatchUp(trx: Trx, member: MemberRoom, cursor: number | undefined): Promise<Advance> {
  const { head, floorRev } = member
  const roomId = member.room.id
  const isUsable = cursor !== undefined && cursor >= floorRev && cursor <= head
  if (!isUsable || head - cursor > SERVER_SIZES.catchUpResetAfter)
    return { ...(await findSnapshot(trx, member)).advance, since: cursor ?? 0 }
  if (cursor === head) return { roomId, since: cursor, upto: head, head, messages: [] }
  const rows = await findRowsAfter(trx, roomId, cursor, SIZES.advanceMessages + 1)
  const messages = withinBytes(await toMessages(trx, rows.slice(0, SIZES.advanceMessages)))
  const cutAfter = messages.length < rows.length ? messages.at(-1) : undefined
  return { roomId, since: cursor, upto: cutAfter?.rev ?? head, head, messages }
}

/**
 * The rows of the first `limit` changes after a rev, in their order. What is as it was posted stands in the log by its
 * seq, and only what was changed since is in an index of revs: a post costs one place in one index.
 */
export async function findRowsAfter(db: Db, roomId: RoomId, rev: number, limit: number): Promise<MessageRow[]> {
  const ofRoom = db.selectFrom('messages').selectAll().where('room_id', '=', roomId)
  const posted = ofRoom.where('seq', '>', rev).whereRef('rev', '=', 'seq').orderBy('seq').limit(limit)
  const changed = ofRoom.where('rev', '>', rev).whereRef('rev', '<>', 'seq').orderBy('rev').limit(limit)
  const rows = await db
    .selectFrom(posted.as('posted'))
    .selectAll()
    .unionAll(db.selectFrom(changed.as('changed')).selectAll())
    .execute()
  return rows.toSorted((a, b) => a.rev - b.rev).slice(0, limit)
}

/** The newest page and the head, as an Advance that replaces what a client held. */
export async function findSnapshot(
  trx: Trx,
  { room, head }: MemberRoom,
): Promise<{ advance: Advance; reachedStart: boolean }> {
  const { messages, reachedStart } = await findPage(trx, room.id, SIZES.snapshotMessages, { beforeSeq: head + 1 })
  return { advance: { roomId: room.id, since: 0, upto: head, head, messages, reset: true }, reachedStart }
}

/**
 * A page around, before or after a place, by seq ascending; shorter than `limit` where its bytes are too many.
 * @throws Refusal `not_found` where the room has no message of that id
 */
export async function findPage(
  db: Db,
  roomId: RoomId,
  limit: number,
  anchor: PageAnchor,
  bytes: number = SIZES.advanceBytes,
): Promise<Page> {
  if ('beforeSeq' in anchor) {
    const { rows, isEnd } = await findRows(db, roomId, limit, '<', anchor.beforeSeq)
    const newestFirst = withinBytes(await toMessages(db, rows), bytes)
    const reachedEnd = !(await exists(db, roomId, '>=', anchor.beforeSeq))
    return { messages: newestFirst.toReversed(), reachedStart: isEnd && newestFirst.length === rows.length, reachedEnd }
  }
  if ('afterSeq' in anchor) {
    const { rows, isEnd } = await findRows(db, roomId, limit, '>', anchor.afterSeq)
    const messages = withinBytes(await toMessages(db, rows), bytes)
    const reachedStart = !(await exists(db, roomId, '<=', anchor.afterSeq))
    return { messages, reachedStart, reachedEnd: isEnd && messages.length === rows.length }
  }
  const aroundSeq = 'aroundId' in anchor ? await findSeq(db, roomId, anchor.aroundId) : anchor.aroundSeq
  if (aroundSeq === undefined) throw new Refusal('not_found')
  const half = Math.floor(limit / 2)
  const before = await findPage(db, roomId, half, { beforeSeq: aroundSeq }, bytes / 2)
  const after = await findPage(db, roomId, limit - half, { afterSeq: aroundSeq - 1 }, bytes / 2)
  return {
    messages: [...before.messages, ...after.messages],
    reachedStart: before.reachedStart,
    reachedEnd: after.reachedEnd,
  }
}

/** The place of a message in a room; nothing where the room has none of that id. */
export async function findSeq(db: Db, roomId: RoomId, id: MessageId): Promise<number | undefined> {
  const row = await db
    .selectFrom('messages')
    .select('seq')
    .where('id', '=', id)
    .where('room_id', '=', roomId)
    .executeTakeFirst()
  return row?.seq
}

async function findRows(db: Db, roomId: RoomId, limit: number, side: '<' | '>', seq: number) {
  const rows = await db
    .selectFrom('messages')
    .selectAll()
    .where('room_id', '=', roomId)
    .where('seq', side, seq)
    .orderBy('seq', side === '<' ? 'desc' : 'asc')
    .limit(limit + 1)
    .execute()
  return { rows: rows.slice(0, limit), isEnd: rows.length <= limit }
}

async function exists(db: Db, roomId: RoomId, side: '<=' | '>=', seq: number): Promise<boolean> {
  const row = await db
    .selectFrom('messages')
    .select('seq')
    .where('room_id', '=', roomId)
    .where('seq', side, seq)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Bytes around the messages of an Advance or a page: ids, numbers and punctuation. */
const ENVELOPE = 256

/** The longest beginning that fits into one Advance, or into `most` bytes; never empty when something was there. */
export function withinBytes(messages: readonly Message[], most: number = SIZES.advanceBytes): Message[] {
  if (mostBytesOf(messages) <= most) return [...messages]
  let bytes = ENVELOPE
  const end = messages.findIndex((message, index) => {
    bytes += countBytes(JSON.stringify(message)) + 1
    return index > 0 && bytes > most
  })
  return end === -1 ? [...messages] : messages.slice(0, end)
}

/** A message without its texts and reactions: ids, numbers and punctuation. */
const BARE = 400
/** A unit of a text as JSON: `\\u0000`. */
const UNIT = 6

/** What they take at most: told without encoding them, which for nearly all there are is enough. */
function mostBytesOf(messages: readonly Message[]): number {
  let bytes = ENVELOPE
  for (const { body, author, reactions = [] } of messages) {
    bytes += BARE + UNIT * (body.length + author.name.length)
    for (const { emoji, userIds } of reactions) bytes += 30 + UNIT * emoji.length + 25 * userIds.length
  }
  return bytes
}
