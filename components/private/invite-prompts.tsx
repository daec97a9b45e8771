import { useEffect, useRef } from 'react'
import type { InvitesState, InvitesStore } from '#lib/client/invites-state'
import type { RoomsStore } from '#lib/client/rooms-state'
import { useT } from '../language/use-t'
import { announce } from '../ui/announce'
import { ReceivedInvite } from './received-invite'

type Props = { store: InvitesStore; state: InvitesState; rooms: RoomsStore }

/**
 * The invites that wait for an answer, as cards over the room. They never take the focus and never go by themselves;
 * F6 leads to them. They are announced once.
 */
export function InvitePrompts({ store, state, rooms }: Props) {
  const t = useT()
  const announced = useRef(new Set<string>())
  const prompts = state.received.filter(({ putOff }) => !putOff)

  useEffect(() => {
    for (const { id, inviter, putOff } of state.received) {
      if (putOff || announced.current.has(id)) continue
      announced.current.add(id)
      announce(t('privateChat.receivedSaid', { name: inviter.name }))
    }
  }, [state.received, t])

  // An answered card takes the focus with it; on touch, focusing the message box would open the keyboard.
  const count = prompts.length
  const countBefore = useRef(count)
  useEffect(() => {
    const isAnswered = count < countBefore.current
    countBefore.current = count
    if (!isAnswered || document.activeElement !== document.body) return
    if (matchMedia('(pointer: fine)').matches) document.getElementById('composer')?.focus()
  }, [count])

  if (prompts.length === 0) return null
  return (
    <section aria-label={t('privateChat.invites')} data-region="invites" className="invite-prompts">
      {prompts.map((invite) => (
        <article key={invite.id} className="invite-prompt">
          <ReceivedInvite invite={invite} store={store} rooms={rooms} />
        </article>
      ))}
    </section>
  )
}
