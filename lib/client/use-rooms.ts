// The list of rooms in React: one for the tab, shared by every screen.
import { useEffect, useState, useSyncExternalStore } from 'react'
import type { UserId } from '../shared/ids'
import type { RoomsState, RoomsStore } from './rooms-state'
import { createRoomsStore } from './rooms-store'

let shared: { selfId: UserId; store: RoomsStore } | undefined

/**
 * On the server each page has its own, since it makes pages for many people at once. In a tab whoever comes in after
 * another one left must not see that one's rooms.
 */
function roomsOfTab(selfId: UserId, known: RoomsState): RoomsStore {
  if (typeof window === 'undefined') return createRoomsStore(known)
  if (shared?.selfId !== selfId) shared = { selfId, store: createRoomsStore(known) }
  return shared.store
}

export type Rooms = { store: RoomsStore; state: RoomsState }

/** `known`: the rooms and silences as the page was made. */
export function useRooms(selfId: UserId, known: RoomsState): Rooms {
  const [store] = useState(() => roomsOfTab(selfId, known))
  useEffect(() => store.start(selfId), [store, selfId])
  return { store, state: useSyncExternalStore(store.subscribe, store.getState, store.getState) }
}
