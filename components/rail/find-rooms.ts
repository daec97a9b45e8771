import type { ListedRoom } from '#lib/shared/model'
import { fold } from '#lib/shared/words'
import { roomName } from './room-name'

/**
 * The rooms whose name has the words anywhere in it, whatever its accents and case: those with something unread first,
 * then the newest, and last the one that is on the screen.
 */
export function findRooms(rooms: readonly ListedRoom[], query: string, currentId: string): ListedRoom[] {
  const wanted = fold(query.trim())
  const rank = ({ room, unread }: ListedRoom) => (room.id === currentId ? 2 : unread > 0 ? 0 : 1)
  return rooms
    .filter(({ room }) => fold(roomName(room)).includes(wanted))
    .toSorted((a, b) => rank(a) - rank(b) || b.lastPostedAt - a.lastPostedAt)
}
