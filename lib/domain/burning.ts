// Destroying the messages of a private chat for both.
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Trx } from '../db/database'
import type { RoomId, UserId } from '../shared/ids'
import type { Burned } from '../shared/model'
import { Refusal } from '../shared/refusal'
import { lockRoom, requireRoomForMember } from './rooms'

/** Wiping a message's words out of SQLite's index takes about half a millisecond; between two lots others run. */
const AT_ONCE = 50

/**
 * Deletes every message with its words and reactions; tombstones go too. The room stays, and whoever was away finds
 * their place below its floor, so that they are given the empty page instead of changes.
 * @throws Refusal `not_found` to who is no member, `forbidden` in a room of more than two
 */
export async function burnRoom(
  trx: Trx,
  { roomId, userId, now }: { roomId: RoomId; userId: UserId; now: number },
): Promise<Burned> {
  await lockRoom(trx, roomId)
  const { room } = await requireRoomForMember(trx, userId, { roomId })
  if (room.kind !== 'private') throw new Refusal('forbidden')
  const { count } = await trx
    .selectFrom('messages')
    .select(({ fn }) => fn.countAll<number | string>().as('count'))
    .where('room_id', '=', roomId)
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow()
  await deleteMessages(trx, roomId)
  await trx
    .updateTable('rooms')
    .set(({ eb }) => ({
      rev: eb('rev', '+', 1),
      floor_rev: eb('rev', '+', 1),
      burned_at: now,
      burned_by: userId,
      burned_count: Number(count),
    }))
    .where('id', '=', roomId)
    .execute()
  return { by: userId, at: now, messages: Number(count) }
}

/** Reactions and words follow by their foreign keys. */
async function deleteMessages(trx: Trx, roomId: RoomId): Promise<void> {
  for (;;) {
    const some = trx.selectFrom('messages').select('id').where('room_id', '=', roomId).limit(AT_ONCE)
    const deleted = await trx.deleteFrom('messages').where('id', 'in', some).returning('id').execute()
    if (deleted.length < AT_ONCE) return
    await nextTurn()
  }
}
