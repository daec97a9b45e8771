import type { Room } from '#lib/shared/model'
import { Avatar } from '../ui/avatar'

/** What stands before a room's name in a list: the other one's avatar, else the first letter of its title. */
export function RoomMark({ room }: { room: Room }) {
  if (room.kind === 'private') return <Avatar userId={room.other.id} name={room.other.name} size="small" />
  return (
    <span className="room-mark" aria-hidden="true">
      {[...room.title][0]?.toUpperCase()}
    </span>
  )
}
