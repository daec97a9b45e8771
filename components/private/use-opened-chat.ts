import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import type { InvitesState } from '#lib/client/invites-state'
import type { RoomId } from '#lib/shared/ids'
import { moveTo } from '../ui/sheet-history'

/** Leads to the private chat that an accepted invite has opened. One that was open before this page is no news. */
export function useOpenedChat({ opened }: InvitesState, here: RoomId): void {
  const router = useRouter()
  const known = useRef(opened)
  useEffect(() => {
    if (opened === known.current) return
    known.current = opened
    if (opened !== undefined && opened !== here) moveTo(`/private/${opened}`, router.push)
  }, [opened, here, router])
}
