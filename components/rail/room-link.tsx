import type { MouseEvent } from 'react'
import { pathOf } from '#lib/client/room-stores'
import type { ListedRoom, Room } from '#lib/shared/model'
import type { Clock } from '../room/clock'
import { RoomMark } from './room-mark'
import { roomName } from './room-name'
import { UnreadBadge } from './unread-badge'

type Props = { listed: ListedRoom; isCurrent: boolean; clock: Clock; onOpen: (room: Room) => void }

/** One of my rooms: its name, when somebody last wrote there, and how much of it is unread. */
export function RoomLink({ listed, isCurrent, clock, onOpen }: Props) {
  const { room, lastPostedAt, unread } = listed

  function open(event: MouseEvent) {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    onOpen(room)
  }

  return (
    <a
      href={pathOf(room)}
      className="room-link"
      aria-current={isCurrent ? 'page' : undefined}
      data-unread={unread > 0 && !isCurrent ? '' : undefined}
      onClick={open}
    >
      <RoomMark room={room} />
      <span className="grid min-w-0 grow">
        <bdi className="truncate">{roomName(room)}</bdi>
        <small className="truncate text-xs text-subtle">{clock.shortOf(lastPostedAt)}</small>
      </span>
      {isCurrent ? null : <UnreadBadge listed={listed} />}
    </a>
  )
}
