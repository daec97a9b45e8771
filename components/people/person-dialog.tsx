import type { InvitesState, InvitesStore } from '#lib/client/invites-state'
import type { Rooms } from '#lib/client/use-rooms'
import type { Room } from '#lib/shared/model'
import type { Translate } from '../language/translate'
import { useT } from '../language/use-t'
import { InviteForm } from '../private/invite-form'
import { SentInvite } from '../private/sent-invite'
import type { Clock } from '../room/clock'
import { useDeeds } from '../room/deeds'
import { Avatar } from '../ui/avatar'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import type { KnownPerson } from './find-person'
import { lastSeenWords } from './last-seen-words'
import { SilenceButtons } from './silence-buttons'

type Props = {
  person: KnownPerson
  tag: string | undefined
  selfId: string
  room: Room
  rooms: Rooms
  invites: { store: InvitesStore; state: InvitesState }
  clock: Clock
  /** Leads back to where the card was opened from. */
  onClose: () => void
  /** Closes everything: what was pressed leads elsewhere. */
  onDone: () => void
}

/** A person of the room: who they are, whether they are here, and what one can do about them. */
export function PersonDialog({ person, tag, selfId, room, rooms, invites, clock, onClose, onDone }: Props) {
  const t = useT()
  const deeds = useDeeds()
  const { id, name, member } = person
  const isSelf = id === selfId
  const silences = rooms.state.silences.filter(({ userId }) => userId === id)
  const isBlocked = silences.some(({ kind }) => kind === 'block')
  const chat = rooms.state.rooms.find((listed) => listed.room.kind === 'private' && listed.room.other.id === id)?.room
  const canInvite = room.kind !== 'private' && member !== undefined && !isBlocked && chat === undefined
  const pending = invites.state.sent.find((invite) => invite.invitee.id === id && invite.state === 'pending')

  function mention() {
    onDone()
    // Once the dialog has given the focus back.
    requestAnimationFrame(() => deeds.mention(name))
  }

  return (
    <Dialog title={tag === undefined ? name : `${name} #${tag}`} onClose={onClose}>
      <div className="flex items-center gap-3">
        <Avatar userId={id} name={name} size="large" state={person.hasLeft ? 'absent' : (member?.state ?? 'absent')} />
        <p className="text-muted">{factsOf(t, person, clock, isSelf).join(' · ')}</p>
      </div>
      {isSelf ? <Button onClick={() => deeds.open({ kind: 'rename' })}>{t('room.rename')}</Button> : null}
      {isSelf || !canInvite ? null : pending ? (
        <SentInvite invite={pending} store={invites.store} />
      ) : (
        <InviteForm person={person} roomId={room.id} store={invites.store} />
      )}
      {isSelf ? null : (
        <div className="grid gap-3 border-bs border-line pbs-4">
          {silences.length === 0 ? null : (
            <p className="text-sm text-muted">
              {silences.map(({ kind }) => t(kind === 'mute' ? 'people.muted' : 'people.blocked')).join(' · ')}
            </p>
          )}
          <SilenceButtons person={person} rooms={rooms}>
            {chat && chat.id !== room.id ? (
              <Button
                look="primary"
                data-first-focus=""
                onClick={() => {
                  onDone()
                  deeds.openRoom(chat)
                }}
              >
                {t('people.openChat')}
              </Button>
            ) : null}
            {member ? <Button onClick={mention}>{t('people.mention')}</Button> : null}
          </SilenceButtons>
        </div>
      )}
    </Dialog>
  )
}

function factsOf(t: Translate, { member, hasLeft }: KnownPerson, clock: Clock, isSelf: boolean): string[] {
  const presence = hasLeft ? t('people.left') : member ? lastSeenWords(t, member, clock) : t('people.absent')
  return [isSelf ? t('anywhere.you') : '', member?.role === 'host' ? t('anywhere.host') : '', presence].filter(
    (fact) => fact !== '',
  )
}
