import type { InvitesState, InvitesStore } from '#lib/client/invites-state'
import { Dialog } from '../ui/dialog'
import { ReceivedInvite } from './received-invite'
import { SentInvite } from './sent-invite'

type Props = { store: InvitesStore; state: InvitesState; onClose: () => void }

/** All invites that are open: those kept for later and those that wait for another's answer. */
export function InviteTray({ store, state, onClose }: Props) {
  const sent = state.sent.filter((invite) => invite.state === 'pending')
  const isEmpty = state.received.length === 0 && sent.length === 0
  return (
    <Dialog title="Invites" onClose={onClose}>
      {isEmpty ? <p className="text-muted">No invite is open. Press a name in the people list to send one.</p> : null}
      <ul className="grid gap-4 empty:hidden">
        {state.received.map((invite) => (
          <li key={invite.id}>
            <ReceivedInvite invite={invite} store={store} />
          </li>
        ))}
        {sent.map((invite) => (
          <li key={invite.id}>
            <SentInvite invite={invite} store={store} />
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
