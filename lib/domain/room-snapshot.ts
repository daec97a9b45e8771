// A room as a page shows it first: the newest messages and the members, from one snapshot of the database.
import type { Database, Trx } from '../db/database'
import type { MessageId, RoomId, UserId } from '../shared/ids'
import { SIZES } from '../shared/limits'
import type { EnteredRoom, Page } from '../shared/model'
import { listMembers } from './members'
import { findPage, findSeq, findSnapshot } from './messages'
import { findRoomForMember, type RoomKey } from './rooms'

/** `around`: the page around the message that was asked for, if the room has it. */
export type RoomSnapshot = { entered: EnteredRoom; reachedStart: boolean; around?: Page }

/** Nothing for who is not a member. Nobody reads as present yet: the connection that follows tells who is. */
export async function findRoomSnapshot(
  database: Database,
  userId: UserId,
  key: RoomKey,
  asked?: MessageId,
): Promise<RoomSnapshot | undefined> {
  return database.snapshot(async (trx) => {
    const member = await findRoomForMember(trx, userId, key)
    if (!member) return undefined
    const { advance, reachedStart } = await findSnapshot(trx, member)
    const members = { version: 0, count: 0, list: await listMembers(trx, member.room.id) }
    const around = asked && (await findPageAround(trx, member.room.id, asked))
    const entered = { room: member.room, self: member.self, members, advance }
    return around ? { entered, reachedStart, around } : { entered, reachedStart }
  })
}

async function findPageAround(trx: Trx, roomId: RoomId, aroundId: MessageId): Promise<Page | undefined> {
  const aroundSeq = await findSeq(trx, roomId, aroundId)
  return aroundSeq === undefined ? undefined : findPage(trx, roomId, SIZES.snapshotMessages, { aroundSeq })
}
