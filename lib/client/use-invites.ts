// The invites store in React: one for the tab, shared by every screen.
import { useEffect, useState, useSyncExternalStore } from 'react'
import type { InvitesState, InvitesStore } from './invites-state'
import { createInvitesStore } from './invites-store'

export function useInvites(): { store: InvitesStore; state: InvitesState } {
  const [store] = useState(createInvitesStore)
  useEffect(() => store.start(), [store])
  return { store, state: useSyncExternalStore(store.subscribe, store.getState, store.getState) }
}
