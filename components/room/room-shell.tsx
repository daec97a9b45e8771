'use client'

import { usePathname, useRouter } from 'next/navigation'
import { useEffect, useMemo, useState } from 'react'
import type { RoomState } from '#lib/client/room-state'
import type { Snapshot } from '#lib/client/room-store'
import { createRoomStore } from '#lib/client/room-store'
import { enterRoom, findRoom, holdRooms, pathOf, showRoom, takeRoom } from '#lib/client/room-stores'
import type { RoomsState } from '#lib/client/rooms-state'
import { useRoom } from '#lib/client/use-room'
import { type Rooms, useRooms } from '#lib/client/use-rooms'
import type { Room } from '#lib/shared/model'
import type { Translate } from '../language/translate'
import { useT } from '../language/use-t'
import { loadReader, seedTrees, type Trees } from '../markdown/markdown-trees'
import { LazyNoticing } from '../noticing/lazy-noticing'
import { localTitle } from '../rail/local-title'
import { moveTo } from '../ui/sheet-history'
import { messagesOf } from './messages-of'
import { RoomView } from './room-view'

const selectRoom = (state: RoomState) => state.room

type Props = {
  snapshot: Snapshot
  /** My rooms and silences as the page was made, so that neither comes in late. */
  known: RoomsState
  /** The markup of what the page shows, read already. */
  trees: Trees
  origin: string
  actions: RoomActions
}

/** What is done by the server's own forms. */
export type RoomActions = {
  leaveRoom: (roomId: string) => Promise<void>
  leaveParley: () => Promise<void>
  chooseLanguage: (form: FormData) => Promise<void>
}

/**
 * The rooms of this tab, one of them on the screen. Going from one to another changes the address without asking the
 * server for a page; a room that was shown before is there at once.
 */
export function RoomShell({ snapshot, known, trees, origin, actions }: Props) {
  const t = useT()
  const router = useRouter()
  const path = usePathname()
  // The server makes many pages at once and must not share a store between people.
  const [store, setStore] = useState(() => {
    seedTrees(messagesOf(snapshot), trees)
    return typeof window === 'undefined' ? createRoomStore(snapshot) : takeRoom(snapshot)
  })
  const room = useRoom(store, selectRoom)
  const { self } = store.getState()
  const ownPath = pathOf(room)
  const listed = useRooms(self.userId, known)
  const rooms = useMemo(() => inLanguage(t, listed.store, listed.state), [t, listed.store, listed.state])

  useEffect(() => holdRooms(self.userId), [self.userId])
  useEffect(() => showRoom(store), [store])
  useEffect(() => void loadReader(), [])

  // Back and forward change the address only, and another code changes the room's.
  useEffect(() => {
    // The router's own path may come a moment after the address.
    if (path === ownPath || location.pathname === ownPath) return
    const other = findRoom(path)
    if (other === store) replaceAddress(ownPath)
    else if (other) setStore(other)
    else if (/^\/(room|private)\//.test(path)) router.refresh()
  }, [path, ownPath, store, router])

  async function openRoom(wanted: Room) {
    if (wanted.id === room.id) return
    const wantedPath = pathOf(wanted)
    const entered = findRoom(wantedPath) ?? (await enterRoom(wanted.id))
    // Away from the network, or no member any more: the page of the room says what is the matter.
    if (!entered) return moveTo(wantedPath, router.push)
    await moveTo(wantedPath)
    entered.openVisit()
    setStore(entered)
  }

  return (
    <>
      <LazyNoticing store={store} rooms={rooms} onOpenRoom={openRoom} />
      <RoomView key={room.id} store={store} rooms={rooms} origin={origin} actions={actions} onOpenRoom={openRoom} />
    </>
  )
}

/** What else stands in this entry of the history stays: an open sheet, the message asked for. */
function replaceAddress(path: string): void {
  // With its mark the router would take this for a change of its own, and not learn the address.
  history.replaceState({ ...history.state, __NA: undefined }, '', `${path}${location.search}${location.hash}`)
}

/** The list of rooms with the lobby as the page's language calls it. */
function inLanguage(t: Translate, store: Rooms['store'], state: RoomsState): Rooms {
  const rooms = state.rooms.map((listed) => ({ ...listed, room: localTitle(t, listed.room) }))
  return { store, state: { ...state, rooms } }
}
