import { useId, useState } from 'react'
import type { InvitesStore } from '#lib/client/invites-state'
import type { RosterMember } from '#lib/client/room-state'
import type { RoomId } from '#lib/shared/ids'
import { SIZES } from '#lib/shared/limits'
import { cleanText, measureText } from '#lib/shared/text'
import { plural } from '../plural'
import { announce } from '../ui/announce'
import { Button } from '../ui/button'
import { inviteSentence } from './invite-sentence'
import { Refusal } from './refusal'
import { retryAfterOf } from './retry-after'
import { useAnswer } from './use-answer'

type Props = { member: RosterMember; roomId: RoomId; store: InvitesStore }

function lengthProblem(note: string): string | undefined {
  const { over } = measureText(note, SIZES.note)
  if (over === 0) return undefined
  return `${plural(over, { one: '# character', other: '# characters' })} too long. Shorten it to send it.`
}

/** Asks for a private chat, with a line to say why if one likes. */
export function InviteForm({ member, roomId, store }: Props) {
  const id = useId()
  const [note, setNote] = useState('')
  const answer = useAnswer((refused) => inviteSentence(refused.code, member.name, retryAfterOf(refused)))
  const line = cleanText(note)
  const problem = lengthProblem(line)

  async function send() {
    if (problem !== undefined) return
    const isSent = await answer.run(() =>
      store.send({ roomId, userId: member.userId, ...(line === '' ? {} : { note: line }) }),
    )
    if (isSent) announce(`Invite sent to ${member.name}`)
  }

  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <p className="text-muted">They see your name and this line, and nothing else happens unless they accept.</p>
      <div className="grid gap-1.5">
        <label htmlFor={id} className="font-[620]">
          A line to go with it (optional)
        </label>
        <textarea
          id={id}
          rows={2}
          value={note}
          dir="auto"
          onChange={(event) => setNote(event.target.value)}
          aria-invalid={problem === undefined ? undefined : true}
          aria-describedby={`${id}-hint`}
          className="w-full resize-none rounded-md border border-line-strong bg-surface px-3.5 py-2.5 text-[1rem] aria-invalid:border-danger"
        />
        <p id={`${id}-hint`} className={problem === undefined ? 'text-sm text-subtle' : 'text-sm text-danger-text'}>
          {problem ?? `Up to ${SIZES.note.graphemes} characters.`}
        </p>
      </div>
      <Refusal sentence={answer.refusal} />
      <div>
        <Button type="submit" look="primary" disabled={answer.isPending} data-first-focus="">
          Invite to a private chat
        </Button>
      </div>
    </form>
  )
}
