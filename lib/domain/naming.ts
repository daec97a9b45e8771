// Taking a name in a room: free, no look-alike of another's, and not one that nobody may have.
import type { Database, Db, Trx } from '../db/database'
import type { RoomId, UserId } from '../shared/ids'
import { caseKey, suggestName, type Username } from '../shared/names'
import { isRefusal, Refusal } from '../shared/refusal'
import { lookAlikeKeys, nameFault } from './look-alikes'

export type Naming = {
  roomId: RoomId
  userId: UserId
  name: Username
  now: number
  /** After how many milliseconds without a connection a guest's name is free for others. */
  nameHeldMs: number
}

/**
 * Makes sure that the user may have the name. The caller holds the room's lock, or two could come between. Guests who
 * have had no connection for too long lose a name that is in the way.
 * @throws Refusal `name_taken`, `name_lookalike`, `invalid` for a name that nobody may have
 */
export async function claimName(trx: Trx, naming: Naming): Promise<void> {
  const { roomId, userId, name, now, nameHeldMs } = naming
  const fault = nameFault(name)
  if (fault) throw new Refusal('invalid', { fields: { name: fault } })
  const inTheWay = (await findSeen(trx, roomId, name)).filter((holder) => holder.user_id !== userId)
  const isLapsed = (holder: Holder) => holder.kind === 'guest' && holder.last_seen_at < now - nameHeldMs
  const living = inTheWay.filter((holder) => !isLapsed(holder))
  if (living.some((holder) => holder.name === name)) throw new Refusal('name_taken')
  if (living.length > 0) throw new Refusal('name_lookalike')
  await lapse(
    trx,
    roomId,
    inTheWay.map((holder) => holder.user_id),
  )
}

type Holder = { user_id: UserId; name: string; kind: 'guest' | 'github'; last_seen_at: number }

/** Who holds this name or one that looks like it. Those that differ in ASCII letter case only are told apart by a tag. */
async function findSeen(db: Db, roomId: RoomId, name: string): Promise<Holder[]> {
  const { key1, key2 } = lookAlikeKeys(name)
  const rows = await db
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user_id')
    .select(['members.user_id', 'members.name', 'users.kind', 'users.last_seen_at'])
    .where('members.room_id', '=', roomId)
    .where('members.standing', '=', 'in')
    .where(({ or, eb }) => or([eb('members.name_key1', '=', key1), eb('members.name_key2', '=', key2)]))
    .execute()
  return rows.filter((row) => row.name === name || caseKey(row.name) !== caseKey(name))
}

async function lapse(trx: Trx, roomId: RoomId, userIds: readonly UserId[]): Promise<void> {
  if (userIds.length === 0) return
  await trx
    .updateTable('members')
    .set({ standing: 'lapsed' })
    .where('room_id', '=', roomId)
    .where('user_id', 'in', userIds)
    .execute()
}

/** The columns of a name: itself and what it looks like. */
export function namedAs(name: string): { name: string; name_key1: string; name_key2: string } {
  const { key1, key2 } = lookAlikeKeys(name)
  return { name, name_key1: key1, name_key2: key2 }
}

/** @throws Refusal `name_taken` instead of the database's own error: the unique index decides in the end */
export async function takingName(write: () => Promise<unknown>): Promise<void> {
  try {
    await write()
  } catch (error) {
    if (isNameConflict(error)) throw new Refusal('name_taken')
    throw error
  }
}

/** SQLite names the columns, Postgres the index. */
function isNameConflict(error: unknown): boolean {
  const said = error instanceof Error && ('constraint' in error ? error.constraint : error.message)
  return said === 'members_name' || said === 'UNIQUE constraint failed: members.room_id, members.name'
}

/** Runs what may refuse a name as taken or alike, and adds a free one to the refusal; offered, not promised. */
export async function offeringAnother<T>(
  db: Db,
  { roomId, name }: { roomId: RoomId; name: Username },
  attempt: () => Promise<T>,
): Promise<T> {
  try {
    return await attempt()
  } catch (error) {
    if (!isRefusal(error) || (error.code !== 'name_taken' && error.code !== 'name_lookalike')) throw error
    throw new Refusal(error.code, { fields: { name: await findFreeName(db, roomId, name) } })
  }
}

/** A name that is free in the room at this moment, and looks like no other there. */
export async function findFreeName(db: Db, roomId: RoomId, name: Username): Promise<Username> {
  const rows = await db
    .selectFrom('members')
    .select(['name', 'name_key1', 'name_key2'])
    .where('room_id', '=', roomId)
    .where('standing', '=', 'in')
    .execute()
  const taken = new Set(rows.flatMap((row) => [row.name, `1${row.name_key1}`, `2${row.name_key2}`]))
  return suggestName(name, (candidate) => {
    const { key1, key2 } = lookAlikeKeys(candidate)
    return taken.has(candidate) || taken.has(`1${key1}`) || taken.has(`2${key2}`)
  })
}

const AT_ONCE = 500

/** Computes the keys of members from before there were keys; nothing to do at every later start. */
export async function fillNameKeys({ transact }: Pick<Database, 'transact'>): Promise<void> {
  while (await transact(fillSome)) {}
}

/** @returns whether there may be more */
async function fillSome(trx: Trx): Promise<boolean> {
  const rows = await trx
    .selectFrom('members')
    .select(['room_id', 'user_id', 'name'])
    .where('name_key1', 'is', null)
    .limit(AT_ONCE)
    .execute()
  for (const { room_id, user_id, name } of rows) {
    await trx
      .updateTable('members')
      .set(namedAs(name))
      .where('room_id', '=', room_id)
      .where('user_id', '=', user_id)
      .execute()
  }
  return rows.length === AT_ONCE
}
