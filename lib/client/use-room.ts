// The room store in React.
import { useSyncExternalStore } from 'react'
import type { RoomState, RoomStore } from './room-state'

/** A part of the room's state. `select` must return the same value for the same state. */
export function useRoom<T>(store: RoomStore, select: (state: RoomState) => T): T {
  const read = (): T => select(store.getState())
  return useSyncExternalStore(store.subscribe, read, read)
}
