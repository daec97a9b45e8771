// The question before a private chat. Whoever asks learns of a yes and of nothing else.
import type { Selectable } from 'kysely'
import type { Db, Trx } from '../db/database'
import type { InvitesTable } from '../db/schema'
import { createId, type InviteId, type RoomId, type UserId } from '../shared/ids'
import { Refusal } from '../shared/refusal'
import { SERVER_TIMES } from '../shared/server-times'
import { findMembers } from './members'
import { openPrivateRoom, pairKeyOf } from './private-rooms'
import { requireRoomForMember } from './rooms'
import { isBlocked } from './silences'
import { lockUsers } from './users'

export type InviteRow = Selectable<InvitesTable>

export type Asking = {
  roomId: RoomId
  inviterId: UserId
  inviteeId: UserId
  note?: string
  now: number
  /** How many pending invites one person may be shown. */
  pendingAtMost: number
}

/**
 * Asks the other member of a shared room for a private chat. One invite per pair and 24 hours, unless it was accepted.
 * Asking someone whose own invite still stands is a yes to it, also after a no: the result is then accepted.
 * What is not delivered, to someone who blocks the inviter or is shown too many, looks the same to the inviter.
 * @throws Refusal `not_found` unless both are in the room; `conflict` within the 24 hours, whatever became of the last
 */
export async function sendInvite(trx: Trx, asking: Asking): Promise<InviteRow> {
  const { roomId, inviterId, inviteeId, now } = asking
  if (inviterId === inviteeId) throw new Refusal('invalid', { fields: { userId: 'yourself' } })
  await lockUsers(trx, [inviterId, inviteeId])
  const { room, self } = await requireRoomForMember(trx, inviterId, { roomId })
  if (room.kind === 'private') throw new Refusal('conflict')
  const invitee = (await findMembers(trx, roomId, [inviteeId])).get(inviteeId)
  if (!invitee) throw new Refusal('not_found')
  const standing = await findStanding(trx, inviterId, inviteeId, now)
  if (standing) {
    if (standing.invitee_id === inviterId && standing.state !== 'withdrawn') return resolveWithYes(trx, standing, now)
    throw new Refusal('conflict', { retryAfterMs: standing.expires_at - now })
  }
  // Both are asked of everybody, so that the answer takes the same time.
  const isFull = (await countPending(trx, inviteeId, now)) >= asking.pendingAtMost
  const isUnwanted = await isBlocked(trx, { by: inviteeId, userId: inviterId })
  return trx
    .insertInto('invites')
    .values({
      id: createId<InviteId>(),
      pair_key: pairKeyOf(inviterId, inviteeId),
      room_id: roomId,
      inviter_id: inviterId,
      invitee_id: inviteeId,
      inviter_name: self.name,
      invitee_name: invitee.name,
      note: asking.note ?? null,
      state: 'pending',
      is_delivered: isFull || isUnwanted ? 0 : 1,
      private_id: null,
      created_at: now,
      expires_at: now + SERVER_TIMES.inviteLives,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

type Answering = { inviteId: InviteId; userId: UserId; now: number }

/** @throws Refusal `not_found` for anybody but its invitee, and once it was answered, withdrawn or has expired */
export async function acceptInvite(trx: Trx, { inviteId, userId, now }: Answering): Promise<InviteRow> {
  const invite = await requireReceived(trx, inviteId, userId)
  // The second tab's Accept finds the work done.
  if (invite.state === 'accepted') return invite
  if (invite.state !== 'pending' || invite.expires_at <= now) throw new Refusal('not_found')
  return resolveWithYes(trx, invite, now)
}

/** A no, told to nobody. */
export async function declineInvite(trx: Trx, { inviteId, userId, now }: Answering): Promise<InviteRow> {
  const invite = await requireReceived(trx, inviteId, userId)
  if (invite.state === 'declined') return invite
  if (invite.state !== 'pending' || invite.expires_at <= now) throw new Refusal('not_found')
  return setState(trx, invite.id, 'declined')
}

/** Takes an invite back. To its inviter a declined one is still pending, so it is withdrawn just the same. */
export async function withdrawInvite(trx: Trx, { inviteId, userId, now }: Answering): Promise<InviteRow> {
  const { inviter_id, invitee_id } = await requireInvite(trx, inviteId)
  if (inviter_id !== userId) throw new Refusal('not_found')
  await lockUsers(trx, [inviter_id, invitee_id])
  const invite = await requireInvite(trx, inviteId)
  if (invite.state === 'withdrawn') return invite
  if (invite.state === 'accepted' || invite.expires_at <= now) throw new Refusal('not_found')
  return setState(trx, invite.id, 'withdrawn')
}

/** Takes back all that a leaving person still asks. @returns the ids, for telling those asked */
export async function withdrawAllInvites(trx: Trx, userId: UserId): Promise<InviteId[]> {
  const rows = await trx
    .updateTable('invites')
    .set({ state: 'withdrawn' })
    .where('inviter_id', '=', userId)
    .where('state', 'in', ['pending', 'declined'])
    .returning('id')
    .execute()
  return rows.map((row) => row.id)
}

/** Marks what nobody answered in time, so that the rows say what the people see. */
export async function expireInvites(db: Db, now: number): Promise<void> {
  await db
    .updateTable('invites')
    .set({ state: 'expired' })
    .where('state', '=', 'pending')
    .where('expires_at', '<=', now)
    .execute()
}

export async function findInvite(db: Db, id: InviteId): Promise<InviteRow | undefined> {
  return db.selectFrom('invites').selectAll().where('id', '=', id).executeTakeFirst()
}

/** What stands open for a person: asked of them, and asked by them (where a no still reads pending). */
export async function findOpenInvites(db: Db, userId: UserId, now: number): Promise<InviteRow[]> {
  return (await findInvitesOf(db, [userId], now)).filter((row) => isOpen(row, userId))
}

function isOpen({ state, invitee_id, inviter_id, is_delivered }: InviteRow, userId: UserId): boolean {
  if (invitee_id === userId) return state === 'pending' && is_delivered === 1
  return inviter_id === userId && (state === 'pending' || state === 'declined')
}

/**
 * Whether a person is told of an invite, which has not run out, when they come: it stands open, or it is their own and
 * the yes may have come while they were away.
 */
export function isTold(row: InviteRow, userId: UserId): boolean {
  return isOpen(row, userId) || (row.inviter_id === userId && row.state === 'accepted')
}

/** How many people one query asks about. */
const PEOPLE_AT_ONCE = 500

/** Every invite of these people that has not run out, however it stands. */
export async function findInvitesOf(db: Db, userIds: readonly UserId[], now: number): Promise<InviteRow[]> {
  const rows = new Map<InviteId, InviteRow>()
  for (let at = 0; at < userIds.length; at += PEOPLE_AT_ONCE) {
    const some = userIds.slice(at, at + PEOPLE_AT_ONCE)
    const found = await db
      .selectFrom('invites')
      .selectAll()
      .where('expires_at', '>', now)
      .where(({ or, eb }) => or([eb('invitee_id', 'in', some), eb('inviter_id', 'in', some)]))
      .orderBy('created_at')
      .execute()
    for (const row of found) rows.set(row.id, row)
  }
  return [...rows.values()]
}

/** A no to all that one person asks of another. @returns the ids, for telling the one asked */
export async function declineAllFrom(
  trx: Trx,
  { inviterId, inviteeId }: { inviterId: UserId; inviteeId: UserId },
): Promise<InviteId[]> {
  const rows = await trx
    .updateTable('invites')
    .set({ state: 'declined' })
    .where('inviter_id', '=', inviterId)
    .where('invitee_id', '=', inviteeId)
    .where('state', '=', 'pending')
    .returning('id')
    .execute()
  return rows.map((row) => row.id)
}

async function requireReceived(trx: Trx, id: InviteId, userId: UserId): Promise<InviteRow> {
  const { inviter_id, invitee_id, is_delivered } = await requireInvite(trx, id)
  if (invitee_id !== userId || is_delivered === 0) throw new Refusal('not_found')
  await lockUsers(trx, [inviter_id, invitee_id])
  return requireInvite(trx, id)
}

async function requireInvite(db: Db, id: InviteId): Promise<InviteRow> {
  const invite = await findInvite(db, id)
  if (!invite) throw new Refusal('not_found')
  return invite
}

async function resolveWithYes(trx: Trx, invite: InviteRow, now: number): Promise<InviteRow> {
  const privateId = await openPrivateRoom(trx, {
    first: { userId: invite.inviter_id, name: invite.inviter_name },
    second: { userId: invite.invitee_id, name: invite.invitee_name },
    now,
  })
  return trx
    .updateTable('invites')
    .set({ state: 'accepted', private_id: privateId })
    .where('id', '=', invite.id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

async function setState(trx: Trx, id: InviteId, state: 'declined' | 'withdrawn'): Promise<InviteRow> {
  return trx.updateTable('invites').set({ state }).where('id', '=', id).returningAll().executeTakeFirstOrThrow()
}

/** The pair's invite that bars another: there is one at most, so no clock decides which is the newest. */
async function findStanding(trx: Trx, a: UserId, b: UserId, now: number): Promise<InviteRow | undefined> {
  return trx
    .selectFrom('invites')
    .selectAll()
    .where('pair_key', '=', pairKeyOf(a, b))
    .where('state', '!=', 'accepted')
    .where('expires_at', '>', now)
    .executeTakeFirst()
}

async function countPending(trx: Trx, inviteeId: UserId, now: number): Promise<number> {
  const row = await trx
    .selectFrom('invites')
    .select(({ fn }) => fn.countAll<number | string>().as('count'))
    .where('invitee_id', '=', inviteeId)
    .where('state', '=', 'pending')
    .where('is_delivered', '=', 1)
    .where('expires_at', '>', now)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}
