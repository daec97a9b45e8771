'use client'

import { useEffect, useMemo, useState } from 'react'
import type { RoomState } from '#lib/client/room-state'
import { useInvites } from '#lib/client/use-invites'
import { useRoom, useRoomStore } from '#lib/client/use-room'
import type { EnteredRoom } from '#lib/shared/protocol'
import { useOpenedChat } from '../private/use-opened-chat'
import { Announcer } from '../ui/announcer'
import { EndedScreen } from './ended-screen'
import { rememberLastRoom } from './last-room'
import { nameTags } from './name-tags'
import { PeoplePanel } from './people-panel'
import { RoomHeader } from './room-header'
import { RoomMain } from './room-main'
import { RoomMenu } from './room-menu'
import type { OpenDialog } from './room-overlays'
import { useClock } from './use-clock'
import { useOrigin } from './use-origin'
import { useRegionKeys } from './use-region-keys'
import { useRoomOverlays } from './use-room-overlays'
import { useVisualViewport } from './use-visual-viewport'

const selectRoom = (state: RoomState) => state.room
const selectSelf = (state: RoomState) => state.self
const selectRoster = (state: RoomState) => state.roster
const selectMessages = (state: RoomState) => state.timeline.messages
const selectEnded = (state: RoomState) => state.ended

type Props = {
  snapshot: { entered: EnteredRoom; reachedStart: boolean }
  links: { origin: string }
  leaveRoom: () => Promise<void>
  leaveParley: () => Promise<void>
}

/** A whole room on the screen: lobby, room or private chat. */
export function RoomView({ snapshot, links, leaveRoom, leaveParley }: Props) {
  const store = useRoomStore(snapshot)
  const invites = useInvites()
  const clock = useClock()
  const origin = useOrigin(links.origin)
  const room = useRoom(store, selectRoom)
  const self = useRoom(store, selectSelf)
  const roster = useRoom(store, selectRoster)
  const messages = useRoom(store, selectMessages)
  const ended = useRoom(store, selectEnded)
  const [dialog, setDialog] = useState<OpenDialog>()
  const [isRailOpen, setIsRailOpen] = useState(true)
  const tags = useMemo(() => nameTags(roster.list, messages), [roster.list, messages])

  const Overlays = useRoomOverlays(dialog !== undefined || invites.state.received.length > 0)

  useOpenedChat(invites.state, room.id)
  useRegionKeys()
  useVisualViewport()

  const isPrivate = room.kind === 'private'
  useEffect(() => {
    if (!isPrivate) rememberLastRoom(location.pathname)
  }, [isPrivate])

  if (ended !== undefined) return <EndedScreen ended={ended} />

  const link = isPrivate ? '' : `${origin}/room/${room.code}`
  const sentPending = invites.state.sent.filter((invite) => invite.state === 'pending')
  const putOff = invites.state.received.filter((invite) => invite.putOff).length
  const people = { roster, selfId: self.userId, tags, clock }

  return (
    <div className="room" data-rail={isRailOpen && !isPrivate ? '' : undefined}>
      <a href="#composer" className="skip-link">
        Skip to message box
      </a>
      <RoomHeader
        room={room}
        count={roster.count}
        other={isPrivate ? roster.list.find(({ userId }) => userId === room.other.id) : undefined}
        isRailOpen={isRailOpen}
        tray={{ putOff, isEmpty: putOff === 0 && sentPending.length === 0 }}
        onShare={() => setDialog({ kind: 'share' })}
        onRail={() => setIsRailOpen(!isRailOpen)}
        onSheet={() => setDialog({ kind: 'people' })}
        onTray={() => setDialog({ kind: 'tray' })}
      >
        <RoomMenu room={room} link={link} leaveRoom={leaveRoom} leaveParley={leaveParley} />
      </RoomHeader>
      <RoomMain store={store} room={room} self={self} roster={roster} tags={tags} clock={clock} link={link} />
      {isRailOpen && !isPrivate ? (
        <PeoplePanel {...people} onPick={(userId) => setDialog({ kind: 'person', userId, isFromSheet: false })} />
      ) : null}
      {Overlays ? (
        <Overlays open={dialog} setOpen={setDialog} room={room} link={link} people={people} invites={invites} />
      ) : null}
      <Announcer />
    </div>
  )
}
