import { type RefObject, useEffect } from 'react'
import type { RoomState, RoomStore } from '#lib/client/room-state'
import { useRoom } from '#lib/client/use-room'
import type { Rooms } from '#lib/client/use-rooms'
import type { Room } from '#lib/shared/model'
import { useT } from '../language/use-t'
import { BurnReceipt } from '../private/burn-receipt'
import { roomName } from '../rail/room-name'
import type { Clock } from './clock'
import { Composer, type ComposerHandle } from './composer'
import { ConnectionBanner } from './connection-banner'
import { EmptyRoom } from './empty-room'
import { MessageList, type MessageListHandle } from './message-list'
import { RowSurroundings } from './row-surroundings'
import { StorageBanner } from './storage-banner'
import { TypingLine } from './typing-line'
import { useFailureAnnouncements } from './use-failure-announcements'
import { useRowSurroundings } from './use-row-surroundings'

const selectConnection = (state: RoomState) => state.connection
const selectTyping = (state: RoomState) => state.typing
const selectStorage = (state: RoomState) => state.isStorageFull && state.connection.kind === 'connected'
const selectOutbox = (state: RoomState) => state.outbox

type Props = {
  list: RefObject<MessageListHandle | null>
  composer: RefObject<ComposerHandle | null>
  store: RoomStore
  rooms: Rooms
  room: Room
  self: RoomState['self']
  roster: RoomState['roster']
  tags: ReadonlyMap<string, string>
  clock: Clock
  link: string
}

/** The middle of a room: banner, messages, and where one writes. */
export function RoomMain({ list, composer, store, rooms, room, self, roster, tags, clock, link }: Props) {
  const t = useT()
  const typing = useRoom(store, selectTyping)
  const surroundings = useRowSurroundings(store, roster, self, rooms.state.silences)
  const title = roomName(room)
  const names = roster.list.filter(({ userId }) => typing.includes(userId)).map(({ name }) => name)
  useFailureAnnouncements(useRoom(store, selectOutbox))

  // With a keyboard one comes to write; on touch the focus would open it over the messages. [E71]
  useEffect(() => {
    if (document.activeElement === document.body && matchMedia('(pointer: fine)').matches) composer.current?.focus()
  }, [composer])

  function read(seq: number) {
    store.markRead(seq)
    rooms.store.noteRead(room.id, seq)
  }

  /** The last step of Esc: to the live end, all of it read. [E76] */
  function toLatest() {
    const { timeline } = store.getState()
    store.clearDivider()
    read(timeline.messages.at(-1)?.seq ?? 0)
    list.current?.jumpToEnd()
  }

  return (
    <main className="room-main">
      <ConnectionBanner connection={useRoom(store, selectConnection)} />
      {useRoom(store, selectStorage) ? <StorageBanner /> : null}
      <RowSurroundings value={surroundings}>
        <MessageList
          ref={list}
          store={store}
          label={room.kind === 'private' ? t('room.messagesWith', { name: title }) : t('room.messagesIn', { title })}
          start={
            <>
              {room.kind === 'private' ? t('room.startPrivate', { name: title }) : t('room.start', { title })}
              <BurnReceipt room={room} />
            </>
          }
          self={self}
          tags={tags}
          clock={clock}
          empty={<EmptyRoom room={room} isAlone={roster.count <= 1} link={link} />}
          onRead={read}
          onToComposer={() => composer.current?.focus()}
        />
      </RowSurroundings>
      {room.kind === 'private' && room.other.hasLeft ? (
        <p className="left-note">
          {t.rich('room.otherLeft', {
            name: room.other.name,
            b: (name) => <bdi className="font-[620] text-ink">{name}</bdi>,
          })}
        </p>
      ) : null}
      <Composer
        ref={composer}
        store={store}
        self={self}
        roster={roster}
        title={title}
        onSent={() => list.current?.jumpToEnd()}
        onEscape={toLatest}
      >
        <TypingLine names={names} />
      </Composer>
    </main>
  )
}
