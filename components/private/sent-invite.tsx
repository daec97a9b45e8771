import type { InvitesStore } from '#lib/client/invites-state'
import type { Invite } from '#lib/shared/model'
import { useT } from '../language/use-t'
import { announce } from '../ui/announce'
import { Button } from '../ui/button'
import { Expiry } from './expiry'
import { inviteSentence } from './invite-sentence'
import { Refusal } from './refusal'
import { retryAfterOf } from './retry-after'
import { useAnswer } from './use-answer'

/** An invite of mine that waits for an answer, and the way to take it back. */
export function SentInvite({ invite, store }: { invite: Invite; store: InvitesStore }) {
  const t = useT()
  const { name } = invite.invitee
  const answer = useAnswer((refused) => inviteSentence(t, refused.code, name, retryAfterOf(refused)))

  async function withdraw() {
    if (await answer.run(() => store.withdraw(invite.id))) announce(t('privateChat.withdrawn'))
  }

  return (
    <div className="grid gap-2">
      <p className="text-muted">
        {t.rich('privateChat.waiting', { name, b: (who) => <bdi className="font-[620] text-ink">{who}</bdi> })}
      </p>
      <Expiry at={invite.expiresAt} />
      <Refusal sentence={answer.refusal} />
      <div>
        <Button onClick={withdraw} disabled={answer.isPending}>
          {t('privateChat.withdraw')}
        </Button>
      </div>
    </div>
  )
}
