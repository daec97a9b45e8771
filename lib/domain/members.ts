// Members: who is in a room, under which name.
import { sql } from 'kysely'
import type { Db, Trx } from '../db/database'
import type { RoomId, UserId } from '../shared/ids'
import type { Member, MemberRole, NoticeLevel } from '../shared/model'
import { SERVER_SIZES } from '../shared/server-sizes'
import { claimName, type Naming, namedAs, takingName } from './naming'
import { lockRoom, requireRoomForMember } from './rooms'
import { rememberName } from './users'

export type Joining = Naming & { role: MemberRole }

/**
 * Makes the user a member under the name, or renames them where they are one already.
 * @throws Refusal `name_taken`, `name_lookalike`, `invalid`; see `claimName`
 */
export async function joinRoom(trx: Trx, joining: Joining): Promise<{ isNew: boolean }> {
  const { roomId, userId, name } = joining
  await lockRoom(trx, roomId)
  const known = await trx
    .selectFrom('members')
    .select(['standing', 'name'])
    .where('room_id', '=', roomId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  const isIn = known?.standing === 'in'
  // Who keeps a name keeps it, though another rule holds for new ones.
  if (isIn && known.name === name) return { isNew: false }
  await claimName(trx, joining)
  await takingName(() => (known ? rejoin(trx, joining, isIn) : insertMember(trx, joining)))
  return { isNew: !isIn }
}

async function insertMember(trx: Trx, { roomId, userId, name, role, now }: Joining): Promise<void> {
  await trx
    .insertInto('members')
    .values({
      ...{ room_id: roomId, user_id: userId, role, standing: 'in', joined_at: now, ...namedAs(name) },
      read_seq: revOf(roomId),
    })
    .execute()
}

async function rejoin(trx: Trx, { roomId, userId, name, now }: Joining, isIn: boolean): Promise<void> {
  await trx
    .updateTable('members')
    .set({ ...namedAs(name), standing: 'in', ...(isIn ? {} : { joined_at: now, read_seq: revOf(roomId) }) })
    .where('room_id', '=', roomId)
    .where('user_id', '=', userId)
    .execute()
}

/** Who joins has nothing unread. */
function revOf(roomId: RoomId) {
  return sql<number>`(select rev from rooms where id = ${roomId})`
}

/**
 * Gives a member another name.
 * @throws Refusal `not_found` to everybody else; as `joinRoom` about the name
 */
export async function renameMember(trx: Trx, naming: Naming): Promise<void> {
  const { roomId, userId, name } = naming
  // Before any room's lock; joining takes them in this order too.
  await rememberName(trx, userId, name)
  await lockRoom(trx, roomId)
  const { self } = await requireRoomForMember(trx, userId, { roomId })
  if (self.name === name) return
  await claimName(trx, naming)
  await takingName(() =>
    trx.updateTable('members').set(namedAs(name)).where('room_id', '=', roomId).where('user_id', '=', userId).execute(),
  )
}

/** Ends the membership and frees the name. Nothing happens to someone who is not in. */
export async function leaveRoom(trx: Trx, { roomId, userId }: { roomId: RoomId; userId: UserId }): Promise<void> {
  await lockRoom(trx, roomId)
  await trx
    .updateTable('members')
    .set({ standing: 'left' })
    .where('room_id', '=', roomId)
    .where('user_id', '=', userId)
    .where('standing', '=', 'in')
    .execute()
}

/** Every room a user is in, in the order that locks are taken. */
export async function findRoomIdsOf(db: Db, userId: UserId): Promise<RoomId[]> {
  const rows = await db
    .selectFrom('members')
    .select('room_id')
    .where('user_id', '=', userId)
    .where('standing', '=', 'in')
    .orderBy('room_id')
    .execute()
  return rows.map((row) => row.room_id)
}

/** Leaves every room. @returns the rooms left */
export async function leaveAllRooms(trx: Trx, userId: UserId): Promise<RoomId[]> {
  const roomIds = await findRoomIdsOf(trx, userId)
  for (const roomId of roomIds) await leaveRoom(trx, { roomId, userId })
  return roomIds
}

/** The members of a room, the most recently seen first, at most `SERVER_SIZES.membersListed`; all absent as far as rows know. */
export async function listMembers(db: Db, roomId: RoomId): Promise<Member[]> {
  return (await listMembersOf(db, [roomId])).get(roomId) ?? []
}

/** The members of each of these rooms, as `listMembers` has them. A room without any is missing. */
export async function listMembersOf(db: Db, roomIds: readonly RoomId[]): Promise<Map<RoomId, Member[]>> {
  const lists = new Map<RoomId, Member[]>()
  if (roomIds.length === 0) return lists
  const place = sql<number>`row_number() over (partition by members.room_id
    order by users.last_seen_at desc, members.user_id)`
  const rows = await db
    .selectFrom((from) =>
      from
        .selectFrom('members')
        .innerJoin('users', 'users.id', 'members.user_id')
        .select(['members.room_id', 'members.user_id', 'members.name', 'members.role', 'users.last_seen_at'])
        .select(place.as('place'))
        .where('members.room_id', 'in', roomIds)
        .where('members.standing', '=', 'in')
        .as('listed'),
    )
    .select(['room_id', 'user_id', 'name', 'role', 'last_seen_at'])
    .where('place', '<=', SERVER_SIZES.membersListed)
    .orderBy('room_id')
    .orderBy('place')
    .execute()
  for (const { room_id, user_id, name, role, last_seen_at } of rows) {
    const list = lists.get(room_id) ?? []
    list.push({ userId: user_id, name, role, state: 'absent', lastSeenAt: last_seen_at })
    lists.set(room_id, list)
  }
  return lists
}

/** The members among these users, for joining a live state to rows. */
export async function findMembers(db: Db, roomId: RoomId, userIds: readonly UserId[]): Promise<Map<UserId, Member>> {
  if (userIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user_id')
    .select(['members.user_id', 'members.name', 'members.role', 'users.last_seen_at'])
    .where('members.room_id', '=', roomId)
    .where('members.standing', '=', 'in')
    .where('members.user_id', 'in', userIds)
    .execute()
  return new Map(
    rows.map((row) => [
      row.user_id,
      { userId: row.user_id, name: row.name, role: row.role, state: 'absent', lastSeenAt: row.last_seen_at },
    ]),
  )
}

export async function setReadSeq(db: Db, roomId: RoomId, userId: UserId, seq: number): Promise<void> {
  await db
    .updateTable('members')
    .set({ read_seq: seq })
    .where('room_id', '=', roomId)
    .where('user_id', '=', userId)
    .where('read_seq', '<', seq)
    .execute()
}

export async function setLevel(db: Db, roomId: RoomId, userId: UserId, level: NoticeLevel): Promise<void> {
  await db.updateTable('members').set({ level }).where('room_id', '=', roomId).where('user_id', '=', userId).execute()
}

/** How many names one query asks about. */
const NAMES_AT_ONCE = 2_000

/** The members of these names. */
export async function findMembersByName(
  db: Db,
  roomId: RoomId,
  names: readonly string[],
): Promise<{ userId: UserId; name: string }[]> {
  if (names.length === 0) return []
  return db
    .selectFrom('members')
    .select(['user_id as userId', 'name'])
    .where('room_id', '=', roomId)
    .where('standing', '=', 'in')
    .where('name', 'in', names.slice(0, NAMES_AT_ONCE))
    .execute()
}
