import { useState } from 'react'
import type { InvitesStore } from '#lib/client/invites-state'
import type { RoomsStore } from '#lib/client/rooms-state'
import type { Invite } from '#lib/shared/model'
import { useT } from '../language/use-t'
import { BlockQuestion } from '../people/block-question'
import { refusalSentence } from '../sentences'
import { Avatar } from '../ui/avatar'
import { Button } from '../ui/button'
import { Expiry } from './expiry'
import { Refusal } from './refusal'
import { retryAfterOf } from './retry-after'
import { useAnswer } from './use-answer'

type Props = {
  invite: Invite & { putOff: boolean }
  store: InvitesStore
  rooms: RoomsStore
}

/** Somebody asks for a private chat: Accept, Decline, Later or Block. Blocking is a no as well. [E65] */
export function ReceivedInvite({ invite, store, rooms }: Props) {
  const t = useT()
  const { id, inviter, note, putOff, expiresAt } = invite
  const [isBlocking, setIsBlocking] = useState(false)
  const answer = useAnswer((refused) =>
    refused.code === 'not_found' ? t('privateChat.gone') : refusalSentence(t, refused.code, retryAfterOf(refused)),
  )
  return (
    <div className="grid gap-3">
      <div className="flex items-start gap-3">
        <Avatar userId={inviter.id} name={inviter.name} />
        <div className="grid min-w-0 gap-1">
          <p>
            {t.rich('privateChat.received', {
              name: inviter.name,
              b: (name) => <bdi className="font-[650]">{name}</bdi>,
            })}
          </p>
          {note === undefined ? null : (
            <p className="wrap-anywhere text-muted" dir="auto">
              {note}
            </p>
          )}
          <Expiry at={expiresAt} />
        </div>
      </div>
      <Refusal sentence={answer.refusal} />
      {isBlocking ? (
        <BlockQuestion person={inviter} rooms={rooms} onClose={() => setIsBlocking(false)} />
      ) : (
        <div className="flex flex-wrap items-center gap-2">
          <Button look="primary" disabled={answer.isPending} onClick={() => void answer.run(() => store.accept(id))}>
            {t('privateChat.accept')}
          </Button>
          <Button disabled={answer.isPending} onClick={() => void answer.run(() => store.decline(id))}>
            {t('privateChat.decline')}
          </Button>
          {putOff ? null : (
            <Button look="link" className="min-h-11 px-2" onClick={() => store.putOff(id)}>
              {t('privateChat.later')}
            </Button>
          )}
          <Button look="link" className="min-h-11 px-2" onClick={() => setIsBlocking(true)}>
            {t('people.block')}
          </Button>
        </div>
      )}
    </div>
  )
}
