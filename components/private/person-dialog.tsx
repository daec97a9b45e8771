import type { InvitesState, InvitesStore } from '#lib/client/invites-state'
import type { RosterMember } from '#lib/client/room-state'
import type { RoomId } from '#lib/shared/ids'
import { presenceWords } from '../room/presence-words'
import { Avatar } from '../ui/avatar'
import { Dialog } from '../ui/dialog'
import { InviteForm } from './invite-form'
import { SentInvite } from './sent-invite'

type Props = {
  member: RosterMember
  tag: string | undefined
  roomId: RoomId
  invites: { store: InvitesStore; state: InvitesState }
  onClose: () => void
}

/** Another person of the room: who they are, and the question whether they want a private chat. */
export function PersonDialog({ member, tag, roomId, invites, onClose }: Props) {
  const { userId, name, role, state } = member
  const pending = invites.state.sent.find((invite) => invite.invitee.id === userId && invite.state === 'pending')
  const facts = [role === 'host' ? 'Host' : '', presenceWords(state)].filter((fact) => fact !== '')
  return (
    <Dialog title={tag === undefined ? name : `${name} #${tag}`} onClose={onClose}>
      <div className="flex items-center gap-3">
        <Avatar userId={userId} name={name} size="large" state={state} />
        <p className="text-muted">{facts.join(' · ')}</p>
      </div>
      {pending ? (
        <SentInvite invite={pending} store={invites.store} />
      ) : (
        <InviteForm member={member} roomId={roomId} store={invites.store} />
      )}
    </Dialog>
  )
}
