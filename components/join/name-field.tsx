import { useRef } from 'react'
import type { FormState } from '#lib/shared/form-state'
import { useT } from '../language/use-t'
import { Button } from '../ui/button'
import { Field } from '../ui/field'
import { fieldSentence } from './field-sentence'

/** "Your name", with a free name to take over when this one is taken. */
export function NameField({ state, initial }: { state: FormState; initial: string }) {
  const t = useT()
  const input = useRef<HTMLInputElement>(null)
  const typed = state.values.name ?? initial
  const problem = state.problems.find(({ field }) => field === 'name')
  const suggestion = problem?.suggestion

  function takeOver() {
    if (!input.current || suggestion === undefined) return
    input.current.value = suggestion
    input.current.focus()
  }

  return (
    <Field
      ref={input}
      label={t('join.name')}
      name="name"
      defaultValue={typed}
      dir="auto"
      autoComplete="nickname"
      enterKeyHint="go"
      problem={
        problem ? (
          <>
            {fieldSentence(t, problem, typed)}{' '}
            {suggestion === undefined ? null : (
              <Button look="link" className="needs-script text-sm" onClick={takeOver}>
                {t('join.useName', { name: suggestion })}
              </Button>
            )}
          </>
        ) : null
      }
    />
  )
}
