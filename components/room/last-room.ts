// The room this tab was in last, so that a private chat has a way back to it.
import { pathOf } from '#lib/client/room-stores'
import type { ListedRoom, Room } from '#lib/shared/model'

const KEY = 'parley:last-room'

export function rememberLastRoom(room: Room): void {
  try {
    sessionStorage.setItem(KEY, `${room.id} ${pathOf(room)}`)
  } catch {
    // Storage may be full or forbidden; the way back then leads to /join.
  }
}

/**
 * The path of that room, such as "/room/QF7K-2D9M"; its code may have been changed since. Anything else that may stand
 * there is not followed.
 */
export function findLastRoom(rooms: readonly ListedRoom[]): string | undefined {
  try {
    const [id, path = ''] = (sessionStorage.getItem(KEY) ?? '').split(' ')
    const listed = rooms.find(({ room }) => room.id === id)
    if (listed) return pathOf(listed.room)
    return /^\/room\/[A-Za-z0-9-]+$/.test(path) ? path : undefined
  } catch {
    return undefined
  }
}
