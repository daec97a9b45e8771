// A private chat is a room of kind private: two members, one per pair, opened by an accepted invite only.
import type { Trx } from '../db/database'
import { createId, type RoomId, type UserId } from '../shared/ids'
import { lookAlikeKeys } from './look-alikes'

type Side = { userId: UserId; name: string }

/** Names a pair without saying who asked. */
export function pairKeyOf(a: UserId, b: UserId): string {
  return [a, b].sort().join(':')
}

/** Opens the pair's private room, or opens it again with its history; both are in afterwards. */
export async function openPrivateRoom(
  trx: Trx,
  { first, second, now }: { first: Side; second: Side; now: number },
): Promise<RoomId> {
  const pairKey = pairKeyOf(first.userId, second.userId)
  await trx
    .insertInto('rooms')
    .values({ id: createId<RoomId>(), kind: 'private', code: null, title: '', pair_key: pairKey, created_at: now })
    .onConflict((conflict) => conflict.column('pair_key').doNothing())
    .execute()
  const { id } = await trx.selectFrom('rooms').select('id').where('pair_key', '=', pairKey).executeTakeFirstOrThrow()
  await seat(trx, id, [first, second], now)
  return id
}

async function seat(trx: Trx, roomId: RoomId, sides: readonly Side[], now: number): Promise<void> {
  // Out before in: the two may have swapped names since they last met here.
  await trx.updateTable('members').set({ standing: 'left' }).where('room_id', '=', roomId).execute()
  for (const { userId, name } of sides) {
    const { key1: name_key1, key2: name_key2 } = lookAlikeKeys(name)
    const named = { name, name_key1, name_key2, standing: 'in' as const }
    await trx
      .insertInto('members')
      .values({ room_id: roomId, user_id: userId, role: 'member', joined_at: now, ...named })
      .onConflict((conflict) => conflict.columns(['room_id', 'user_id']).doUpdateSet(named))
      .execute()
  }
}
