import { useRef, useState } from 'react'
import type { Answer } from '#lib/client/line'
import type { RoomStore } from '#lib/client/room-state'
import { parseUsername } from '#lib/shared/names'
import { useT } from '../language/use-t'
import { announce } from '../ui/announce'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Field } from '../ui/field'
import { nameSentence, suggestionOf } from './name-sentence'

type Problem = { sentence: string; suggestion: string | undefined }

/** Taking another name in this room, with a free one to take over when that one is somebody's. */
export function RenameDialog({ store, onClose }: { store: RoomStore; onClose: () => void }) {
  const t = useT()
  const input = useRef<HTMLInputElement>(null)
  const [problem, setProblem] = useState<Problem>()
  const [isPending, setIsPending] = useState(false)
  const { name: before } = store.getState().self

  function refuse(answer: Exclude<Answer<unknown>, { ok: true }>, name: string) {
    setProblem({ sentence: nameSentence(t, answer, name.trim()), suggestion: suggestionOf(answer) })
    input.current?.focus()
  }

  async function rename() {
    const typed = input.current?.value ?? ''
    const parsed = parseUsername(typed)
    if (!parsed.ok) return refuse({ ok: false, code: 'invalid', fields: { name: parsed.problem } }, typed)
    if (parsed.name === before) return onClose()
    setIsPending(true)
    const answer = await store.rename(parsed.name)
    setIsPending(false)
    if (!answer.ok) return refuse(answer, typed)
    onClose()
    // Once the dialog is gone: what is said in it goes with it.
    requestAnimationFrame(() => announce(t('people.renamed', { name: answer.value.name })))
  }

  function takeOver(name: string) {
    if (!input.current) return
    input.current.value = name
    input.current.focus()
  }

  const { sentence, suggestion } = problem ?? {}
  return (
    <Dialog title={t('room.rename')} onClose={onClose}>
      <form
        className="grid gap-4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void rename()
        }}
      >
        <p className="text-muted">{t('people.renameLead')}</p>
        <Field
          ref={input}
          label={t('join.name')}
          defaultValue={before}
          dir="auto"
          autoComplete="nickname"
          enterKeyHint="done"
          data-first-focus=""
          problem={
            sentence === undefined ? null : (
              <>
                {sentence}{' '}
                {suggestion === undefined ? null : (
                  <Button look="link" className="text-sm" onClick={() => takeOver(suggestion)}>
                    {t('join.useName', { name: suggestion })}
                  </Button>
                )}
              </>
            )
          }
        />
        <div>
          <Button type="submit" look="primary" disabled={isPending}>
            {t('people.renameSave')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
