// Who still is what a node believes them to be, asked for many at once.
import type { Db } from '../db/database'
import type { RoomId, SessionId, UserId } from '../shared/ids'

/** The rooms that each of these users is in. Whoever is in none is missing. */
export async function findMemberships(db: Db, userIds: readonly UserId[]): Promise<Map<UserId, Set<RoomId>>> {
  const rooms = new Map<UserId, Set<RoomId>>()
  if (userIds.length === 0) return rooms
  const rows = await db
    .selectFrom('members')
    .select(['user_id', 'room_id'])
    .where('user_id', 'in', userIds)
    .where('standing', '=', 'in')
    .execute()
  for (const { user_id, room_id } of rows) {
    const own = rooms.get(user_id) ?? new Set<RoomId>()
    rooms.set(user_id, own.add(room_id))
  }
  return rooms
}

/** Which of these users are in the room. */
export async function findPresentMembers(db: Db, roomId: RoomId, userIds: readonly UserId[]): Promise<Set<UserId>> {
  const members = new Set<UserId>()
  for (let at = 0; at < userIds.length; at += AT_ONCE) {
    const rows = await db
      .selectFrom('members')
      .select('user_id')
      .where('room_id', '=', roomId)
      .where('standing', '=', 'in')
      .where('user_id', 'in', userIds.slice(at, at + AT_ONCE))
      .execute()
    for (const { user_id } of rows) members.add(user_id)
  }
  return members
}

const AT_ONCE = 500

/** Which of these sessions still are. */
export async function findSessions(db: Db, sessionIds: readonly SessionId[]): Promise<Set<SessionId>> {
  if (sessionIds.length === 0) return new Set()
  const rows = await db.selectFrom('sessions').select('id').where('id', 'in', sessionIds).execute()
  return new Set(rows.map(({ id }) => id))
}
