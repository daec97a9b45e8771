// What every connection that comes asks of the database, asked for all that come at the same moment.
import { type Entering, type Entry, findEntries } from '../domain/entering'
import { findInvitesOf, type InviteRow, isTold } from '../domain/invites'
import { findRoomsForMembers, type MemberRoom } from '../domain/rooms'
import { findViewers, type SessionClaim, type Viewer } from '../domain/sessions'
import { findMemberships } from '../domain/standings'
import type { Services } from '../services'
import type { RoomId, UserId } from '../shared/ids'
import { createGather } from './gather'

export type Lookups = {
  viewer(claim: SessionClaim): Promise<Viewer | undefined>
  /** Invites that this person is told of when they come. */
  invites(userId: UserId): Promise<InviteRow[]>
  /** The rooms this person is a member of. */
  rooms(userId: UserId): Promise<ReadonlySet<RoomId>>
  member(key: { userId: UserId; roomId: RoomId }): Promise<MemberRoom | undefined>
  entry(entering: Entering): Promise<Entry | undefined>
}

/** @param alsoHere people to be listed among the members of a room, however many there are */
export function createLookups(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  alsoHere: (roomId: RoomId) => readonly UserId[],
): Lookups {
  const { read } = database
  return {
    viewer: createGather((claims) => findViewers(read, claims, clock.now())),
    invites: createGather(async (userIds) => {
      const rows = await findInvitesOf(read, [...new Set(userIds)], clock.now())
      return userIds.map((userId) => rows.filter((row) => isTold(row, userId)))
    }),
    rooms: createGather(async (userIds) => {
      const rooms = await findMemberships(read, [...new Set(userIds)])
      return userIds.map((userId) => rooms.get(userId) ?? new Set<RoomId>())
    }),
    member: createGather((keys) => findRoomsForMembers(read, keys)),
    entry: createGather((entering) => database.snapshot((trx) => findEntries(trx, entering, alsoHere))),
  }
}
