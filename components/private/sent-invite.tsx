import type { InvitesStore } from '#lib/client/invites-state'
import type { Invite } from '#lib/shared/protocol'
import { announce } from '../ui/announce'
import { Button } from '../ui/button'
import { inviteSentence } from './invite-sentence'
import { Refusal } from './refusal'
import { retryAfterOf } from './retry-after'
import { useAnswer } from './use-answer'

/** An invite of mine that waits for an answer, and the way to take it back. */
export function SentInvite({ invite, store }: { invite: Invite; store: InvitesStore }) {
  const { name } = invite.invitee
  const answer = useAnswer((refused) => inviteSentence(refused.code, name, retryAfterOf(refused)))

  async function withdraw() {
    if (await answer.run(() => store.withdraw(invite.id))) announce('Invite withdrawn')
  }

  return (
    <div className="grid gap-2">
      <p className="text-muted">
        Invite sent. Waiting for <bdi className="font-[620] text-ink">{name}</bdi>.
      </p>
      <Refusal sentence={answer.refusal} />
      <div>
        <Button onClick={withdraw} disabled={answer.isPending}>
          Withdraw
        </Button>
      </div>
    </div>
  )
}
