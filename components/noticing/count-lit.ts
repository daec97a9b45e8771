import type { RoomId } from '#lib/shared/ids'
import type { ListedRoom } from '#lib/shared/model'
import { isLit } from '../rail/unread-badge'

export type Lit = { count: number; isMentioned: boolean }

/** How many messages are new in all rooms whose lamp is lit, without the one that is being looked at. [E56] */
export function countLit(rooms: readonly ListedRoom[], lookedAt: RoomId | undefined): Lit {
  const lit = rooms.filter((listed) => listed.room.id !== lookedAt && isLit(listed))
  return {
    count: lit.reduce((sum, { unread }) => sum + unread, 0),
    isMentioned: lit.some((listed) => listed.isMentioned),
  }
}
