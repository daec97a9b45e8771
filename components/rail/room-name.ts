import type { Room } from '#lib/shared/model'

/** What a room is called: its title, or the other one's name. */
export function roomName(room: Room): string {
  return room.kind === 'private' ? room.other.name : room.title
}
