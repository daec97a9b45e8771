import type { ClipboardEvent } from 'react'
import type { FormState } from '#lib/shared/form-state'
import { useT } from '../language/use-t'
import { Field } from '../ui/field'
import { fieldSentence } from './field-sentence'

/** Who pastes a whole link means the code in it. */
function takeCodeFromLink(event: ClipboardEvent<HTMLInputElement>) {
  const code = /\/room\/([^/?#\s]+)/.exec(event.clipboardData.getData('text'))?.[1]
  if (code === undefined) return
  event.preventDefault()
  event.currentTarget.value = code
}

/** "Room code". Any case, spaces and missing dashes are the server's to forgive. */
export function CodeField({ state, initial }: { state: FormState; initial: string }) {
  const t = useT()
  const typed = state.values.code ?? initial
  const problem = state.problems.find(({ field }) => field === 'code')
  return (
    <Field
      label={t('join.code')}
      name="code"
      defaultValue={typed}
      dir="ltr"
      autoComplete="off"
      autoCapitalize="characters"
      autoCorrect="off"
      spellCheck={false}
      enterKeyHint="go"
      onPaste={takeCodeFromLink}
      className="font-mono text-[1.25rem] leading-none font-semibold tracking-[.28em] uppercase"
      problem={problem ? fieldSentence(t, problem, typed) : null}
    />
  )
}
