// Members: who is in a room, under which name.
import type { Db, Trx } from '../db/database'
import type { RoomId, UserId } from '../shared/ids'
import { SIZES } from '../shared/limits'
import { suggestName, type Username } from '../shared/names'
import type { Member, MemberRole } from '../shared/protocol'
import { Refusal } from '../shared/refusal'
import { lockRoom } from './rooms'

export type Joining = {
  roomId: RoomId
  userId: UserId
  name: Username
  role: MemberRole
  now: number
  /** After how many milliseconds without a connection a guest's name is free for others. */
  nameHeldMs: number
}

/**
 * Makes the user a member under the name, or renames them where they are one already.
 * @throws Refusal `name_taken`; the unique index decides, so two who join at once cannot both win.
 */
export async function joinRoom(trx: Trx, joining: Joining): Promise<{ isNew: boolean }> {
  await lockRoom(trx, joining.roomId)
  await lapseHolder(trx, joining)
  const known = await trx
    .selectFrom('members')
    .select('standing')
    .where('room_id', '=', joining.roomId)
    .where('user_id', '=', joining.userId)
    .executeTakeFirst()
  try {
    await (known ? rejoin(trx, joining, known.standing === 'in') : insertMember(trx, joining))
  } catch (error) {
    if (isNameConflict(error)) throw new Refusal('name_taken')
    throw error
  }
  return { isNew: known?.standing !== 'in' }
}

async function insertMember(trx: Trx, { roomId, userId, name, role, now }: Joining): Promise<void> {
  await trx
    .insertInto('members')
    .values({ room_id: roomId, user_id: userId, name, role, standing: 'in', joined_at: now })
    .execute()
}

async function rejoin(trx: Trx, { roomId, userId, name, now }: Joining, isIn: boolean): Promise<void> {
  await trx
    .updateTable('members')
    .set({ name, standing: 'in', ...(isIn ? {} : { joined_at: now }) })
    .where('room_id', '=', roomId)
    .where('user_id', '=', userId)
    .execute()
}

/** Takes the name from a guest who has had no connection for too long. */
async function lapseHolder(trx: Trx, { roomId, userId, name, now, nameHeldMs }: Joining): Promise<void> {
  await trx
    .updateTable('members')
    .set({ standing: 'lapsed' })
    .where('room_id', '=', roomId)
    .where('name', '=', name)
    .where('standing', '=', 'in')
    .where('user_id', '!=', userId)
    .where('user_id', 'in', (query) =>
      query
        .selectFrom('users')
        .select('id')
        .where('kind', '=', 'guest')
        .where('last_seen_at', '<', now - nameHeldMs),
    )
    .execute()
}

function isNameConflict(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  // SQLite names the columns, Postgres the index.
  const constraint = 'constraint' in error ? error.constraint : error.message
  return constraint === 'members_name' || constraint === 'UNIQUE constraint failed: members.room_id, members.name'
}

/** A name that is free in the room at this moment; offered, not promised. */
export async function findFreeName(db: Db, roomId: RoomId, name: Username): Promise<Username> {
  const rows = await db
    .selectFrom('members')
    .select('name')
    .where('room_id', '=', roomId)
    .where('standing', '=', 'in')
    .execute()
  const taken = new Set(rows.map((row) => row.name))
  return suggestName(name, (candidate) => taken.has(candidate))
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

/** The members of a room, the most recently seen first, at most `SIZES.membersListed`; all absent as far as rows know. */
export async function listMembers(db: Db, roomId: RoomId): Promise<Member[]> {
  const rows = await db
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user_id')
    .select(['members.user_id', 'members.name', 'members.role', 'users.last_seen_at'])
    .where('members.room_id', '=', roomId)
    .where('members.standing', '=', 'in')
    .orderBy('users.last_seen_at', 'desc')
    .orderBy('members.user_id')
    .limit(SIZES.membersListed)
    .execute()
  return rows.map((row) => ({
    userId: row.user_id,
    name: row.name,
    role: row.role,
    state: 'absent',
    lastSeenAt: row.last_seen_at,
  }))
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
