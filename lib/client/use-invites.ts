// The invites store in React: one for the tab, shared by every screen.
import { useEffect, useState, useSyncExternalStore } from 'react'
import type { UserId } from '../shared/ids'
import type { InvitesState, InvitesStore } from './invites-state'
import { createInvitesStore } from './invites-store'

let shared: { selfId: UserId; store: InvitesStore } | undefined

/**
 * Pages come and go within a tab; what stands open stays, and is not for whoever comes in after another one left. On the
 * server it is never started, and stays empty.
 */
function invitesOfTab(selfId: UserId): InvitesStore {
  if (shared?.selfId !== selfId) shared = { selfId, store: createInvitesStore(selfId) }
  return shared.store
}

export function useInvites(selfId: UserId): { store: InvitesStore; state: InvitesState } {
  const [store] = useState(() => invitesOfTab(selfId))
  useEffect(() => store.start(), [store])
  return { store, state: useSyncExternalStore(store.subscribe, store.getState, store.getState) }
}
