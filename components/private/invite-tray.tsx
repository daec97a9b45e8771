import type { InvitesState, InvitesStore } from '#lib/client/invites-state'
import type { RoomsStore } from '#lib/client/rooms-state'
import { useT } from '../language/use-t'
import { useDeeds } from '../room/deeds'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { ReceivedInvite } from './received-invite'
import { SentInvite } from './sent-invite'

type Props = { store: InvitesStore; state: InvitesState; rooms: RoomsStore; onClose: () => void }

/** All invites that are open: those kept for later and those that wait for another's answer. */
export function InviteTray({ store, state, rooms, onClose }: Props) {
  const t = useT()
  const deeds = useDeeds()
  const sent = state.sent.filter((invite) => invite.state === 'pending')
  const isEmpty = state.received.length === 0 && sent.length === 0
  return (
    <Dialog title={t('privateChat.invites')} onClose={onClose}>
      {isEmpty ? (
        <>
          <p className="text-muted">{t('privateChat.none')}</p>
          <div>
            <Button onClick={() => deeds.open({ kind: 'people' })}>{t('privateChat.showPeople')}</Button>
          </div>
        </>
      ) : null}
      <ul className="grid gap-5 empty:hidden">
        {state.received.map((invite) => (
          <li key={invite.id}>
            <ReceivedInvite invite={invite} store={store} rooms={rooms} />
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
