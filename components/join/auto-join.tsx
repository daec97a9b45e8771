'use client'

import { useActionState, useEffect, useRef } from 'react'
import { EMPTY_FORM, type FormAction } from '#lib/shared/form-state'
import { useT } from '../language/use-t'
import { Button } from '../ui/button'
import { Ticket } from '../ui/ticket'
import { fieldSentence } from './field-sentence'
import { FormProblem } from './form-problem'
import { NameField } from './name-field'
import { useFocusProblem } from './use-focus-problem'

type Props = { joinRoom: FormAction; code: string; message: string | undefined; name: string; roomTitle: string }

/**
 * For someone who has a session and follows a link into a room: the form submits itself on load, since a GET must not
 * join anybody. Without JavaScript it is one button. Should the name be taken there, another one is asked.
 */
export function AutoJoin({ joinRoom, code, message, name, roomTitle }: Props) {
  const t = useT()
  const form = useRef<HTMLFormElement>(null)
  const hasTried = useRef(false)
  const [state, join, isPending] = useActionState(joinRoom, EMPTY_FORM)
  const codeProblem = state.problems.find(({ field }) => field === 'code')
  const asksName = state.problems.some(({ field }) => field === 'name')
  useFocusProblem(form, state)

  useEffect(() => {
    if (hasTried.current || state.attempt > 0) return
    hasTried.current = true
    form.current?.requestSubmit()
  }, [state])

  return (
    <form ref={form} action={join} noValidate className="grid max-w-[400px] justify-items-stretch gap-4">
      <FormProblem state={state} />
      <input type="hidden" name="code" value={code} />
      {message === undefined ? null : <input type="hidden" name="m" value={message} />}
      <div className="grid justify-items-start gap-2">
        <p className="font-display text-lg/tight font-bold tracking-tight" dir="auto">
          {roomTitle}
        </p>
        <Ticket code={code} />
      </div>
      {codeProblem ? (
        <p role="alert" tabIndex={-1} data-form-problem="" className="text-sm text-danger-text">
          {fieldSentence(t, codeProblem, code)}
        </p>
      ) : null}
      {asksName ? <NameField state={state} initial={name} /> : <input type="hidden" name="name" value={name} />}
      <div>
        <Button type="submit" look="primary" disabled={isPending}>
          {t('join.submit')}
        </Button>
      </div>
    </form>
  )
}
