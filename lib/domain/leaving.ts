// Going out: from one room, or from Parley.
import type { Trx } from '../db/database'
import type { InviteId, RoomId } from '../shared/ids'
import { withdrawAllInvites } from './invites'
import { leaveAllRooms } from './members'
import { endSession, type Viewer } from './sessions'
import { lockUsers } from './users'

export type Left = { roomIds: RoomId[]; inviteIds: InviteId[] }

/**
 * Ends the session. With a person's last session go their memberships, and so their names, and what they still ask:
 * nobody could come back as them.
 */
export async function leaveParley(trx: Trx, viewer: Viewer, now: number): Promise<Left> {
  // Neither a yes to their invite nor the end of their other session may come between.
  await lockUsers(trx, [viewer.userId])
  const { isLast } = await endSession(trx, viewer, now)
  if (!isLast) return { roomIds: [], inviteIds: [] }
  return { roomIds: await leaveAllRooms(trx, viewer.userId), inviteIds: await withdrawAllInvites(trx, viewer.userId) }
}
