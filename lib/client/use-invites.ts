// The invites store in React: one for the tab, shared by every screen.
import { useEffect, useState, useSyncExternalStore } from 'react'
import type { InvitesState, InvitesStore } from './invites-state'
import { createInvitesStore } from './invites-store'

/** Pages come and go within a tab; what stands open stays. On the server it is never started, and stays empty. */
let shared: InvitesStore | undefined

function invitesOfTab(): InvitesStore {
  shared ??= createInvitesStore()
  return shared
}

export function useInvites(): { store: InvitesStore; state: InvitesState } {
  const [store] = useState(invitesOfTab)
  useEffect(() => store.start(), [store])
  return { store, state: useSyncExternalStore(store.subscribe, store.getState, store.getState) }
}
