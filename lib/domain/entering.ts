// What people who enter rooms are given, many at once from one snapshot of the database: those who enter the same room
// from the same place are given the same.
import type { Trx } from '../db/database'
import type { RoomId, UserId } from '../shared/ids'
import type { Advance, Member } from '../shared/model'
import { findMembers, listMembersOf } from './members'
import { findCatchUp } from './messages'
import { findRoomsForMembers, type MemberRoom } from './rooms'

export type Entering = { userId: UserId; roomId: RoomId; cursor: number | undefined }
export type Entry = { member: MemberRoom; advance: Advance; members: Member[] }

/**
 * One entry for each, in their order; nothing for who is not a member. `trx` must be one snapshot.
 * @param alsoHere people of the room to be listed, however many members it has
 */
export async function findEntries(
  trx: Trx,
  entering: readonly Entering[],
  alsoHere: (roomId: RoomId) => readonly UserId[],
): Promise<(Entry | undefined)[]> {
  const members = await findRoomsForMembers(trx, entering)
  const roomIds = [...new Set(members.flatMap((member) => member?.room.id ?? []))]
  const lists = await listMembersOf(trx, roomIds)
  for (const [roomId, list] of lists) {
    const listed = new Set(list.map(({ userId }) => userId))
    const unlisted = alsoHere(roomId).filter((userId) => !listed.has(userId))
    list.push(...(await findMembers(trx, roomId, unlisted)).values())
  }
  const advances = new Map<string, Advance>()
  const entries: (Entry | undefined)[] = []
  for (const [at, { roomId, cursor }] of entering.entries()) {
    const list = lists.get(roomId) ?? []
    const member = members[at]
    if (!member) {
      entries.push(undefined)
      continue
    }
    const place = `${roomId}/${cursor ?? ''}`
    const advance = advances.get(place) ?? (await findCatchUp(trx, member, cursor))
    advances.set(place, advance)
    entries.push({ member, advance, members: list })
  }
  return entries
}
