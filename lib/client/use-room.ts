// The room store in React.
import { useEffect, useState, useSyncExternalStore } from 'react'
import type { RoomState, RoomStore } from './room-state'
import { createRoomStore, type Snapshot } from './room-store'

/** One store for the life of the component, watching while it is mounted. */
export function useRoomStore(snapshot: Snapshot): RoomStore {
  const [store] = useState(() => createRoomStore(snapshot))
  useEffect(() => store.start(), [store])
  return store
}

/** A part of the room's state. `select` must return the same value for the same state. */
export function useRoom<T>(store: RoomStore, select: (state: RoomState) => T): T {
  const read = (): T => select(store.getState())
  return useSyncExternalStore(store.subscribe, read, read)
}
