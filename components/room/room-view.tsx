import { useEffect, useMemo, useRef, useState } from 'react'
import type { RoomState, RoomStore } from '#lib/client/room-state'
import { pathOf } from '#lib/client/room-stores'
import { useInvites } from '#lib/client/use-invites'
import { useRoom } from '#lib/client/use-room'
import type { Rooms } from '#lib/client/use-rooms'
import type { Message, Room } from '#lib/shared/model'
import { useT } from '../language/use-t'
import { useOpenedChat } from '../private/use-opened-chat'
import { localTitle } from '../rail/local-title'
import { RoomRail } from '../rail/room-rail'
import { Announcer } from '../ui/announcer'
import type { ComposerHandle } from './composer'
import { DeedsContext } from './deeds'
import { EndedScreen } from './ended-screen'
import { rememberLastRoom } from './last-room'
import type { MessageListHandle } from './message-list'
import { nameTags } from './name-tags'
import type { OpenDialog } from './open-dialog'
import { PeoplePanel } from './people-panel'
import { RoomHeader } from './room-header'
import { RoomMain } from './room-main'
import { RoomMenu } from './room-menu'
import type { RoomActions } from './room-shell'
import { useClock } from './use-clock'
import { useOrigin } from './use-origin'
import { useRegionKeys } from './use-region-keys'
import { useRoomOverlays } from './use-room-overlays'
import { useStableDeeds } from './use-stable-deeds'
import { useVisualViewport } from './use-visual-viewport'

const selectRoom = (state: RoomState) => state.room
const selectSelf = (state: RoomState) => state.self
const selectRoster = (state: RoomState) => state.roster
const selectShown = (state: RoomState) => state.shown
const selectEnded = (state: RoomState) => state.ended

/** What stands beside the list on a wide screen. */
export type SidePanel = 'people' | 'search' | 'none'

type Props = {
  store: RoomStore
  rooms: Rooms
  origin: string
  actions: RoomActions
  onOpenRoom: (room: Room) => void
}

/** A whole room on the screen: lobby, room or private chat. */
export function RoomView({ store, rooms, origin: pageOrigin, actions, onOpenRoom }: Props) {
  const t = useT()
  const clock = useClock()
  const origin = useOrigin(pageOrigin)
  const ownRoom = useRoom(store, selectRoom)
  const room = useMemo(() => localTitle(t, ownRoom), [t, ownRoom])
  const self = useRoom(store, selectSelf)
  const invites = useInvites(self.userId)
  const roster = useRoom(store, selectRoster)
  const messages = useRoom(store, selectShown)
  const ended = useRoom(store, selectEnded)
  const list = useRef<MessageListHandle>(null)
  const composer = useRef<ComposerHandle>(null)
  const [dialog, setDialog] = useState<OpenDialog>()
  const isPrivate = room.kind === 'private'
  const [panel, setOnlyPanel] = useState<SidePanel>(isPrivate ? 'none' : 'people')
  const [beforeSearch, setBeforeSearch] = useState<SidePanel>('none')

  /** Closing the search brings back what it stood in place of. */
  function setPanel(next: SidePanel) {
    if (next === 'search' && panel !== 'search') setBeforeSearch(panel)
    setOnlyPanel(next === 'none' && panel === 'search' ? beforeSearch : next)
  }

  const tags = useMemo(() => nameTags(roster.list, messages), [roster.list, messages])
  const path = pathOf(room)

  const deeds = useStableDeeds({
    reply: (message) => composer.current?.reply(message),
    edit: (message) => composer.current?.edit(message),
    remove: (message) => store.remove(message.id),
    react(message, emoji) {
      const own = message.reactions?.find((reaction) => reaction.emoji === emoji)
      store.react(message.id, emoji, own?.userIds.includes(self.userId) !== true)
    },
    jumpTo: (id) => list.current?.jumpTo(id),
    mention: (name) => composer.current?.mention(name),
    insert: (words) => composer.current?.insert(words),
    openPerson: (userId) => setDialog({ kind: 'person', userId, isFromSheet: false }),
    open(wanted) {
      // Search stands beside the list where there is room for it.
      if (wanted.kind === 'search' && matchMedia('(width >= 47.5rem)').matches) setPanel('search')
      else setDialog(wanted)
    },
    openRoom: onOpenRoom,
    linkOf: (message: Message) => `${origin}${path}?m=${message.id}`,
  })

  const Overlays = useRoomOverlays(dialog !== undefined || panel === 'search' || invites.state.received.length > 0)

  useOpenedChat(invites.state, room.id)
  useRegionKeys()
  useVisualViewport()

  useEffect(() => {
    if (room.kind !== 'private') rememberLastRoom(room)
  }, [room])

  if (ended !== undefined) return <EndedScreen ended={ended} />

  const link = isPrivate ? '' : `${origin}/room/${room.code}`
  const people = { roster, selfId: self.userId, tags, clock }
  const hasRail = rooms.state.rooms.length > 1

  return (
    <DeedsContext value={deeds}>
      <div className="room" data-panel={panel === 'none' ? undefined : panel} data-rooms={hasRail ? '' : undefined}>
        <a href="#composer" className="skip-link">
          {t('room.skip')}
        </a>
        <RoomHeader
          room={room}
          roster={roster}
          rooms={rooms.state.rooms}
          invites={invites.state}
          panel={panel}
          setPanel={setPanel}
        >
          <RoomMenu room={room} link={link} actions={actions} />
        </RoomHeader>
        {hasRail ? (
          <nav aria-label={t('rail.label')} className="rail" data-region="rooms">
            <RoomRail rooms={rooms.state.rooms} currentId={room.id} clock={clock} onOpen={onOpenRoom} />
          </nav>
        ) : null}
        <RoomMain
          list={list}
          composer={composer}
          store={store}
          rooms={rooms}
          room={room}
          self={self}
          roster={roster}
          tags={tags}
          clock={clock}
          link={link}
        />
        {panel === 'people' && !isPrivate ? <PeoplePanel {...people} onPick={deeds.openPerson} /> : null}
        {Overlays ? (
          <Overlays
            open={dialog}
            setOpen={setDialog}
            panel={panel}
            setPanel={setPanel}
            store={store}
            room={room}
            link={link}
            people={people}
            rooms={rooms}
            invites={invites}
            actions={actions}
          />
        ) : null}
        <Announcer />
      </div>
    </DeedsContext>
  )
}
