import type { ReactNode } from 'react'
import type { InvitesStore } from '#lib/client/invites-state'
import type { Invite } from '#lib/shared/protocol'
import { refusalSentence } from '../sentences'
import { Avatar } from '../ui/avatar'
import { Button } from '../ui/button'
import { Refusal } from './refusal'
import { retryAfterOf } from './retry-after'
import { useAnswer } from './use-answer'

type Props = {
  invite: Invite
  store: InvitesStore
  /** The third answer, where there is one. */
  children?: ReactNode
}

/** Somebody asks for a private chat: Accept or Decline. */
export function ReceivedInvite({ invite, store, children }: Props) {
  const { id, inviter, note } = invite
  const answer = useAnswer((refused) =>
    refused.code === 'not_found'
      ? 'This invite is no longer open.'
      : refusalSentence(refused.code, retryAfterOf(refused)),
  )
  return (
    <div className="grid gap-3">
      <div className="flex items-start gap-3">
        <Avatar userId={inviter.id} name={inviter.name} />
        <div className="grid min-w-0 gap-1">
          <p>
            <bdi className="font-[650]">{inviter.name}</bdi> invites you to a private chat
          </p>
          {note === undefined ? null : (
            <p className="wrap-anywhere text-muted" dir="auto">
              {note}
            </p>
          )}
        </div>
      </div>
      <Refusal sentence={answer.refusal} />
      <div className="flex flex-wrap gap-2">
        <Button look="primary" disabled={answer.isPending} onClick={() => void answer.run(() => store.accept(id))}>
          Accept
        </Button>
        <Button disabled={answer.isPending} onClick={() => void answer.run(() => store.decline(id))}>
          Decline
        </Button>
        {children}
      </div>
    </div>
  )
}
