// The one write path of the log: a batch of changes, over any rooms, in one transaction that holds the rooms' locks.
import type { Dialect, Trx } from '../db/database'
import { createMessageId, type MessageId, type RoomId } from '../shared/ids'
import type { Message } from '../shared/model'
import { Refusal } from '../shared/refusal'
import { amendMessage } from './log-amend'
import type { CommittedRange, LogChange, LogPlace, Outcome, Post } from './log-change'
import { postedHash } from './log-change'
import { findAsked, type LockedRoom, lockRooms, memberKey, postKey, storePosted } from './log-rows'
import { type MessageRow, toMessage, toMessages } from './messages'

export type Applied = { outcomes: Outcome[]; ranges: CommittedRange[] }

/**
 * What a batch has touched so far. `posted` are rows not yet inserted: they go in together. `fresh` are rows of this
 * batch that nothing has changed since: they need not be read back.
 */
export type Draft = {
  trx: Trx
  dialect: Dialect
  posted: Map<MessageId, MessageRow>
  fresh: Map<MessageId, MessageRow>
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
  const rooms = await lockRooms(trx, dialect, changes, now)
  const { names, repeated: known } = await findAsked(trx, dialect, changes)
  const draft: Draft = { trx, dialect, posted: new Map(), fresh: new Map(), touched: new Set(), repeated: [] }
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
  const moved = [...rooms.values()].filter((room) => room.head > room.since)
  await store(draft, moved)
  return { outcomes, ranges: await findRanges(draft, rooms) }
}

async function settle(apply: () => Promise<LogPlace>): Promise<Outcome> {
  try {
    return { ok: true, place: await apply() }
  } catch (error) {
    // One that the store caused is no answer to this change: the transaction is undone, or must be.
    if (error instanceof Refusal && error.cause === undefined) return { ok: false, refusal: error }
    throw error
  }
}

async function amend(draft: Draft, room: LockedRoom, change: Exclude<LogChange, Post>): Promise<LogPlace> {
  // A message posted in this very batch must be a row before it can be changed.
  if (draft.posted.size > 0) await store(draft, [])
  draft.fresh.delete(change.messageId)
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
    id: createMessageId(room.lastPostedAt),
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
  draft.fresh.set(row.id, row)
  draft.touched.add(row.id)
  return placeOf(row)
}

async function requireReplied(draft: Draft, room: LockedRoom, id: MessageId): Promise<void> {
  // One of this very batch cannot be meant: nobody knows its id before it is answered.
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

async function store({ trx, dialect, posted }: Draft, moved: readonly LockedRoom[]): Promise<void> {
  await storePosted(trx, dialect, [...posted.values()], moved)
  posted.clear()
}

async function findRanges(draft: Draft, rooms: Map<RoomId, LockedRoom>): Promise<CommittedRange[]> {
  const touched = await findTouched(draft)
  const ranges = [...rooms.values()].flatMap(({ id, since, head }): CommittedRange[] => {
    const messages = touched.get(id)
    return messages ? [{ roomId: id, since, upto: head, head, messages }] : []
  })
  // A repeat may be the first sign of a commit whose answer was lost: say it again, those who know it drop it.
  const repeated = await toMessages(
    draft.trx,
    draft.repeated.filter((row) => !draft.touched.has(row.id)),
  )
  const again = [...rooms.values()].flatMap(({ id, head }): CommittedRange[] =>
    repeated
      .filter(({ roomId }) => roomId === id)
      .map((message) => ({
        roomId: id,
        since: message.rev - 1,
        upto: message.rev,
        head,
        messages: [message],
        isRepeat: true,
      })),
  )
  return [...again, ...ranges]
}

/** What this batch touched as it is now, by room, in the order of rev. */
async function findTouched({ trx, touched, fresh }: Draft): Promise<Map<RoomId, Message[]>> {
  const changed = [...touched].filter((id) => !fresh.has(id))
  const rows =
    changed.length === 0 ? [] : await trx.selectFrom('messages').selectAll().where('id', 'in', changed).execute()
  const messages = [...[...fresh.values()].map((row) => toMessage(row, undefined)), ...(await toMessages(trx, rows))]
  const rooms = new Map<RoomId, Message[]>()
  for (const message of messages.toSorted((a, b) => a.rev - b.rev)) {
    const before = rooms.get(message.roomId)
    if (before) before.push(message)
    else rooms.set(message.roomId, [message])
  }
  return rooms
}
