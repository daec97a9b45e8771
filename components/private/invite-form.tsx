import { useId, useState } from 'react'
import type { InvitesStore } from '#lib/client/invites-state'
import type { RoomId } from '#lib/shared/ids'
import { SIZES } from '#lib/shared/limits'
import type { Person } from '#lib/shared/model'
import { cleanText, measureText } from '#lib/shared/text'
import type { Translate } from '../language/translate'
import { useT } from '../language/use-t'
import { announce } from '../ui/announce'
import { Button } from '../ui/button'
import { inviteSentence } from './invite-sentence'
import { Refusal } from './refusal'
import { retryAfterOf } from './retry-after'
import { useAnswer } from './use-answer'

type Props = { person: Person; roomId: RoomId; store: InvitesStore }

function lengthProblem(t: Translate, note: string): string | undefined {
  const { over } = measureText(note, SIZES.note)
  if (over === 0) return undefined
  return t('anywhere.tooLong', { count: over })
}

/** Asks for a private chat, with a line to say why if one likes. */
export function InviteForm({ person, roomId, store }: Props) {
  const t = useT()
  const id = useId()
  const [note, setNote] = useState('')
  const answer = useAnswer((refused) => inviteSentence(t, refused.code, person.name, retryAfterOf(refused)))
  const line = cleanText(note)
  const problem = lengthProblem(t, line)

  async function send() {
    if (problem !== undefined) return
    const isSent = await answer.run(() =>
      store.send({ roomId, userId: person.id, ...(line === '' ? {} : { note: line }) }),
    )
    if (isSent) announce(t('privateChat.sent', { name: person.name }))
  }

  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <p className="text-muted">{t('privateChat.lead')}</p>
      <div className="grid gap-1.5">
        <label htmlFor={id} className="font-[620]">
          {t('privateChat.note')}
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
          {problem ?? t('privateChat.noteMost', { most: SIZES.note.graphemes })}
        </p>
      </div>
      <Refusal sentence={answer.refusal} />
      <div>
        <Button type="submit" look="primary" disabled={answer.isPending} data-first-focus="">
          {t('privateChat.send')}
        </Button>
      </div>
    </form>
  )
}
