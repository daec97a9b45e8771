// A room's code changed by its host: whoever has the old one is outside, whoever is in stays.
import type { Db, Trx } from '../db/database'
import { createRoomCode, type RoomCode, type RoomId, type UserId } from '../shared/ids'
import type { Room } from '../shared/model'
import { Refusal } from '../shared/refusal'
import { lockRoom, requireRoomForMember } from './rooms'

type Rotation = { roomId: RoomId; userId: UserId }

/**
 * The room, if this user may change its code. The lobby's is a word that stands for good; a private chat has none.
 * @throws Refusal `not_found` to who is no member, `forbidden` to all but the host
 */
export async function requireOwnCode(db: Db, { roomId, userId }: Rotation): Promise<Extract<Room, { kind: 'group' }>> {
  const { room, self } = await requireRoomForMember(db, userId, { roomId })
  if (room.kind !== 'group' || self.role !== 'host') throw new Refusal('forbidden')
  return room
}

/**
 * Gives the room a fresh code, and with it the title of a room that was called by its code.
 * @throws Refusal as `requireOwnCode`
 */
export async function rotateCode(trx: Trx, rotation: Rotation, draw = createRoomCode): Promise<RoomCode> {
  await lockRoom(trx, rotation.roomId)
  const { id, code, title } = await requireOwnCode(trx, rotation)
  for (;;) {
    const fresh = draw()
    const taken = await trx.selectFrom('rooms').select('id').where('code', '=', fresh).executeTakeFirst()
    if (taken) continue
    const named = title === code ? { title: fresh } : {}
    await trx
      .updateTable('rooms')
      .set({ code: fresh, ...named })
      .where('id', '=', id)
      .execute()
    return fresh
  }
}
