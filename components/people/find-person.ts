import type { RoomState, RosterMember } from '#lib/client/room-state'
import type { UserId } from '#lib/shared/ids'
import type { Person, Room } from '#lib/shared/model'

/** Somebody known here. `member` while they are on the list of people. */
export type KnownPerson = Person & { member?: RosterMember | undefined; hasLeft: boolean }

/**
 * Somebody of the list, the other one of a private chat, or only the author of a message that is loaded: people leave,
 * and the list of a very large room is cut.
 */
export function findPerson(
  userId: UserId,
  { room, roster, shown }: { room: Room; roster: RoomState['roster']; shown: RoomState['shown'] },
): KnownPerson | undefined {
  const member = roster.list.find((one) => one.userId === userId)
  if (room.kind === 'private' && room.other.id === userId) return { ...room.other, member }
  if (member) return { id: userId, name: member.name, member, hasLeft: false }
  const author = shown.findLast((message) => message.author.id === userId)?.author
  return author && { ...author, hasLeft: false }
}
