// The list of rooms in React: one for the tab, shared by every screen.
import { useEffect, useState, useSyncExternalStore } from 'react'
import type { UserId } from '../shared/ids'
import type { RoomsState, RoomsStore } from './rooms-state'
import { createRoomsStore } from './rooms-store'

let shared: RoomsStore | undefined

/** On the server each page has its own, since it makes pages for many people at once. */
function roomsOfTab(known: RoomsState): RoomsStore {
  if (typeof window === 'undefined') return createRoomsStore(known)
  shared ??= createRoomsStore(known)
  return shared
}

export type Rooms = { store: RoomsStore; state: RoomsState }

/** `known`: the rooms and silences as the page was made. */
export function useRooms(selfId: UserId, known: RoomsState): Rooms {
  const [store] = useState(() => roomsOfTab(known))
  useEffect(() => store.start(selfId), [store, selfId])
  return { store, state: useSyncExternalStore(store.subscribe, store.getState, store.getState) }
}
