// A room as a page shows it first: the newest messages and the members, from one snapshot of the database.
import type { Database } from '../db/database'
import type { UserId } from '../shared/ids'
import type { EnteredRoom } from '../shared/protocol'
import { listMembers } from './members'
import { findSnapshot } from './messages'
import { findRoomForMember, type RoomKey } from './rooms'

export type RoomSnapshot = { entered: EnteredRoom; reachedStart: boolean }

/** Nothing for who is not a member. Nobody reads as present yet: the connection that follows tells who is. */
export async function findRoomSnapshot(
  database: Database,
  userId: UserId,
  key: RoomKey,
): Promise<RoomSnapshot | undefined> {
  return database.snapshot(async (trx) => {
    const member = await findRoomForMember(trx, userId, key)
    if (!member) return undefined
    const { advance, reachedStart } = await findSnapshot(trx, member)
    const members = { version: 0, count: 0, list: await listMembers(trx, member.room.id) }
    return { entered: { room: member.room, self: member.self, members, advance }, reachedStart }
  })
}
