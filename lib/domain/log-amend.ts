// Changing a message that stands: edit, delete, react. Setting what is already so takes no rev.
import { SIZES } from '../shared/limits'
import { Refusal } from '../shared/refusal'
import type { Delete, Edit, LogPlace, React } from './log-change'
import type { LockedRoom } from './log-rows'
import type { Draft } from './log-writer'
import type { MessageRow } from './messages'
import { reindexMessage, unindexMessage } from './search-index'

/**
 * @throws Refusal `not_found` for a message that is not in this room or is deleted, `forbidden` for someone else's,
 * `conflict` for one emoji too many
 */
export async function amendMessage(draft: Draft, room: LockedRoom, change: Edit | Delete | React): Promise<LogPlace> {
  const row = await draft.trx
    .selectFrom('messages')
    .selectAll()
    .where('id', '=', change.messageId)
    .where('room_id', '=', room.id)
    .executeTakeFirst()
  if (!row) throw new Refusal('not_found')
  const isChanged = await apply(draft, room, row, change)
  if (!isChanged) return { id: row.id, seq: row.seq, rev: row.rev, postedAt: row.posted_at }
  room.head += 1
  await draft.trx.updateTable('messages').set({ rev: room.head }).where('id', '=', row.id).execute()
  draft.touched.add(row.id)
  return { id: row.id, seq: row.seq, rev: room.head, postedAt: row.posted_at }
}

async function apply(draft: Draft, room: LockedRoom, row: MessageRow, change: Edit | Delete | React): Promise<boolean> {
  switch (change.kind) {
    case 'edit':
      return edit(draft, room, row, change)
    case 'delete':
      return remove(draft, room, row, change)
    case 'react':
      return change.on ? setReaction(draft, room, row, change) : unsetReaction(draft, row, change)
  }
}

async function edit({ trx, dialect }: Draft, room: LockedRoom, row: MessageRow, change: Edit): Promise<boolean> {
  if (row.deleted_at !== null) throw new Refusal('not_found')
  if (row.author_id !== change.userId) throw new Refusal('forbidden')
  if (row.body === change.body) return false
  await trx
    .updateTable('messages')
    .set({ body: change.body, edited_at: Math.max(room.now, row.posted_at) })
    .where('id', '=', row.id)
    .execute()
  await reindexMessage(trx, dialect, { ...row, body: change.body })
  return true
}

/** The text goes at once; the row stays as a tombstone, so that who was away learns of it. */
async function remove({ trx, dialect }: Draft, room: LockedRoom, row: MessageRow, change: Delete): Promise<boolean> {
  if (row.author_id !== change.userId) throw new Refusal('forbidden')
  if (row.deleted_at !== null) return false
  await trx
    .updateTable('messages')
    .set({ body: '', posted_hash: null, deleted_at: Math.max(room.now, row.posted_at) })
    .where('id', '=', row.id)
    .execute()
  await trx.deleteFrom('reactions').where('message_id', '=', row.id).execute()
  await unindexMessage(trx, dialect, row.id)
  return true
}

async function setReaction({ trx }: Draft, room: LockedRoom, row: MessageRow, change: React): Promise<boolean> {
  if (row.deleted_at !== null) throw new Refusal('not_found')
  const emoji = await trx.selectFrom('reactions').select('emoji').distinct().where('message_id', '=', row.id).execute()
  const isNewEmoji = !emoji.some((known) => known.emoji === change.emoji)
  if (isNewEmoji && emoji.length >= SIZES.reactionsPerMessage)
    throw new Refusal('conflict', { fields: { emoji: 'too_many' } })
  const added = await trx
    .insertInto('reactions')
    .values({ message_id: row.id, user_id: change.userId, emoji: change.emoji, rev: room.head + 1 })
    .onConflict((conflict) => conflict.columns(['message_id', 'emoji', 'user_id']).doNothing())
    .returning('emoji')
    .executeTakeFirst()
  return added !== undefined
}

async function unsetReaction({ trx }: Draft, row: MessageRow, change: React): Promise<boolean> {
  if (row.deleted_at !== null) throw new Refusal('not_found')
  const removed = await trx
    .deleteFrom('reactions')
    .where('message_id', '=', row.id)
    .where('user_id', '=', change.userId)
    .where('emoji', '=', change.emoji)
    .returning('emoji')
    .executeTakeFirst()
  return removed !== undefined
}
