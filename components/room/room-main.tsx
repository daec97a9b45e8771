import { useEffect, useRef } from 'react'
import type { RoomState, RoomStore } from '#lib/client/room-state'
import { useRoom } from '#lib/client/use-room'
import type { Room } from '#lib/shared/protocol'
import type { Clock } from './clock'
import { Composer } from './composer'
import { ConnectionBanner } from './connection-banner'
import { EmptyRoom } from './empty-room'
import { MessageList, type MessageListHandle } from './message-list'
import { TypingLine } from './typing-line'
import { useFailureAnnouncements } from './use-failure-announcements'
import { useIncomingAnnouncements } from './use-incoming-announcements'

const selectConnection = (state: RoomState) => state.connection
const selectTyping = (state: RoomState) => state.typing
const selectMessages = (state: RoomState) => state.timeline.messages
const selectOutbox = (state: RoomState) => state.outbox

type Props = {
  store: RoomStore
  room: Room
  self: RoomState['self']
  roster: RoomState['roster']
  tags: ReadonlyMap<string, string>
  clock: Clock
  link: string
}

/** The middle of a room: banner, messages, and where one writes. */
export function RoomMain({ store, room, self, roster, tags, clock, link }: Props) {
  const list = useRef<MessageListHandle>(null)
  const box = useRef<HTMLTextAreaElement>(null)
  const typing = useRoom(store, selectTyping)
  const title = room.kind === 'private' ? room.other.name : room.title
  const names = roster.list.filter(({ userId }) => typing.includes(userId)).map(({ name }) => name)
  useIncomingAnnouncements(useRoom(store, selectMessages), self.userId)
  useFailureAnnouncements(useRoom(store, selectOutbox))

  // With a keyboard one comes to write; on touch the focus would open it over the messages. [E71]
  useEffect(() => {
    if (document.activeElement === document.body && matchMedia('(pointer: fine)').matches) box.current?.focus()
  }, [])

  return (
    <main className="room-main">
      <ConnectionBanner connection={useRoom(store, selectConnection)} />
      <MessageList
        ref={list}
        store={store}
        label={room.kind === 'private' ? `Messages with ${title}` : `Messages in ${title}`}
        startOf={room.kind === 'private' ? `your private chat with ${title}` : title}
        self={self}
        tags={tags}
        clock={clock}
        empty={<EmptyRoom room={room} isAlone={roster.count <= 1} link={link} />}
        onToComposer={() => box.current?.focus()}
      />
      {room.kind === 'private' && room.other.hasLeft ? (
        <p className="left-note">
          <bdi className="font-[620] text-ink">{room.other.name}</bdi> left this private chat. To talk again, invite
          them from a room you are both in.
        </p>
      ) : null}
      <Composer
        box={box}
        store={store}
        title={title}
        onSent={() => list.current?.jumpToEnd()}
        onEscape={() => list.current?.jumpToEnd()}
      >
        <TypingLine names={names} />
      </Composer>
    </main>
  )
}
