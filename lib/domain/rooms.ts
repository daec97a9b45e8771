// Rooms, and the one lookup that is the permission to use them.
import { sql } from 'kysely'
import type { Db, Trx } from '../db/database'
import { createId, createRoomCode, LOBBY_CODE, type RoomCode, type RoomId, type UserId } from '../shared/ids'
import type { Room, Self } from '../shared/model'
import { Refusal } from '../shared/refusal'

/** A room by one of the two ways to name it. */
export type RoomKey = { roomId: RoomId } | { code: RoomCode }

/** A room as one of its members has it. */
export type MemberRoom = { room: Room; self: Self; head: number; floorRev: number }

export type OpenRoom = { id: RoomId; kind: 'lobby' | 'group'; code: RoomCode; title: string }

/** Makes the lobby where there is none yet; safe when several nodes start together. */
export async function ensureLobby(db: Db, now: number): Promise<void> {
  await db
    .insertInto('rooms')
    .values({
      id: createId<RoomId>(),
      kind: 'lobby',
      code: LOBBY_CODE,
      title: 'Lobby',
      pair_key: null,
      created_at: now,
    })
    .onConflict((conflict) => conflict.column('code').doNothing())
    .execute()
}

/** Makes a room without members. Its title is the code where none was given. */
export async function createRoom(trx: Trx, { title, now }: { title?: string; now: number }): Promise<OpenRoom> {
  for (;;) {
    const code = createRoomCode()
    const row = await trx
      .insertInto('rooms')
      .values({ id: createId<RoomId>(), kind: 'group', code, title: title ?? code, pair_key: null, created_at: now })
      .onConflict((conflict) => conflict.column('code').doNothing())
      .returning(['id', 'title'])
      .executeTakeFirst()
    if (row) return { id: row.id, kind: 'group', code, title: row.title }
  }
}

/** The room behind a code. The caller has passed the guess budget first. */
export async function findRoomByCode(db: Db, code: RoomCode): Promise<OpenRoom | undefined> {
  const row = await db.selectFrom('rooms').select(['id', 'kind', 'title']).where('code', '=', code).executeTakeFirst()
  if (!row || row.kind === 'private') return undefined
  return { id: row.id, kind: row.kind, code, title: row.title }
}

export async function countOpenRooms(db: Db): Promise<number> {
  const row = await db
    .selectFrom('rooms')
    .select(({ fn }) => fn.countAll<number | string>().as('count'))
    .where('kind', '=', 'group')
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

const COUNTED_EVERY = 10_000
const counted = new WeakMap<Db, { at: number; count: Promise<number> }>()

/**
 * As many rooms as there were ten seconds ago at most: every guess asks, for a budget that thousands of rooms hardly
 * move. Each copy of this module may count for itself.
 * @param now milliseconds of a clock that never goes back
 */
export function estimateOpenRooms(db: Db, now: number = performance.now()): Promise<number> {
  const known = counted.get(db)
  if (known && now - known.at < COUNTED_EVERY) return known.count
  const count = countOpenRooms(db)
  counted.set(db, { at: now, count })
  count.catch(() => counted.delete(db))
  return count
}

/**
 * The room as this user, its member, has it; nothing for a stranger and for a room that does not exist, which are one
 * case. Every page, action, command and event asks here.
 */
export async function findRoomForMember(db: Db, userId: UserId, key: RoomKey): Promise<MemberRoom | undefined> {
  const row = await selectMemberRooms(db)
    .where('members.user_id', '=', userId)
    .$call((query) =>
      'roomId' in key ? query.where('rooms.id', '=', key.roomId) : query.where('rooms.code', '=', key.code),
    )
    .executeTakeFirst()
  return row && toMemberRoom(db, row)
}

/** The same for several at once, in their order. */
export async function findRoomsForMembers(
  db: Db,
  keys: readonly { userId: UserId; roomId: RoomId }[],
): Promise<(MemberRoom | undefined)[]> {
  const pairs = sql.join(keys.map(({ roomId, userId }) => sql`(${roomId}, ${userId})`))
  const rows = await selectMemberRooms(db)
    .where(sql<boolean>`(members.room_id, members.user_id) in (values ${pairs})`)
    .execute()
  const found = new Map(rows.map((row) => [`${row.id}/${row.user_id}`, row]))
  const rooms: (MemberRoom | undefined)[] = []
  for (const { roomId, userId } of keys) {
    const row = found.get(`${roomId}/${userId}`)
    rooms.push(row && (await toMemberRoom(db, row)))
  }
  return rooms
}

function selectMemberRooms(db: Db) {
  return db
    .selectFrom('members')
    .innerJoin('rooms', 'rooms.id', 'members.room_id')
    .select(['rooms.id', 'rooms.kind', 'rooms.code', 'rooms.title', 'rooms.rev', 'rooms.floor_rev'])
    .select(['members.user_id', 'members.name', 'members.role', 'members.read_seq', 'members.level'])
    .where('members.standing', '=', 'in')
}

type MemberRoomRow = Awaited<ReturnType<ReturnType<typeof selectMemberRooms>['execute']>>[number]

async function toMemberRoom(db: Db, row: MemberRoomRow): Promise<MemberRoom> {
  const userId = row.user_id
  const room =
    row.code !== null && row.kind !== 'private'
      ? { kind: row.kind, id: row.id, code: row.code, title: row.title }
      : await privateRoom(db, row.id, userId)
  const self: Self = { userId, name: row.name, role: row.role, readSeq: row.read_seq, level: row.level }
  return { room, self, head: row.rev, floorRev: row.floor_rev }
}

/** @throws Refusal `not_found` to everybody who is not a member. */
export async function requireRoomForMember(db: Db, userId: UserId, key: RoomKey): Promise<MemberRoom> {
  const found = await findRoomForMember(db, userId, key)
  if (!found) throw new Refusal('not_found')
  return found
}

async function privateRoom(db: Db, id: RoomId, userId: UserId): Promise<Room> {
  const room = (await findPrivateRooms(db, [id], userId)).get(id)
  if (!room) throw new Error('A private room has another member.')
  return room
}

/** Private rooms as one of their two members has them. */
export async function findPrivateRooms(db: Db, ids: readonly RoomId[], userId: UserId): Promise<Map<RoomId, Room>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('members')
    .innerJoin('rooms', 'rooms.id', 'members.room_id')
    .select(['rooms.id', 'rooms.burned_at', 'rooms.burned_by', 'rooms.burned_count'])
    .select(['members.user_id', 'members.name', 'members.standing'])
    .where('rooms.id', 'in', ids)
    .where('members.user_id', '!=', userId)
    .execute()
  return new Map(
    rows.map((row) => {
      const other = { id: row.user_id, name: row.name, hasLeft: row.standing !== 'in' }
      const burned =
        row.burned_at === null || row.burned_by === null || row.burned_count === null
          ? {}
          : { burned: { by: row.burned_by, at: row.burned_at, messages: row.burned_count } }
      return [row.id, { kind: 'private', id: row.id, other, ...burned }]
    }),
  )
}

/**
 * Takes the room's row lock until the transaction ends, so that joins, leaves and appends follow each other.
 * @throws Refusal `not_found`
 */
export async function lockRoom(trx: Trx, id: RoomId): Promise<void> {
  const row = await trx
    .updateTable('rooms')
    .set(({ ref }) => ({ rev: ref('rev') }))
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  if (!row) throw new Refusal('not_found')
}
