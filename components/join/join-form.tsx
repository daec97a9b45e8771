'use client'

import { useActionState, useRef } from 'react'
import { EMPTY_FORM, type FormAction } from '#lib/shared/form-state'
import { useT } from '../language/use-t'
import { Button } from '../ui/button'
import { Ticket } from '../ui/ticket'
import { CodeField } from './code-field'
import { FormProblem } from './form-problem'
import { GithubButton } from './github-button'
import { NameField } from './name-field'
import { TitleField } from './title-field'
import { useFocusProblem } from './use-focus-problem'

type Props = {
  /** Reads from `way` which button was pressed: `lobby`, `create`, or else joining by code. */
  comeIn: FormAction
  initial: { name: string; code: string; roomTitle?: string }
  /** The code is known, from a link: only the name is asked. */
  asksOnlyName: boolean
  /** The message that the link leads to. */
  message: string | undefined
  github: 'off' | 'offered' | { signedInAs: string }
}

/**
 * The way in: a code and a name, or a name alone for the lobby, or a new room. A plain form that posts without
 * JavaScript; *Join room* comes first among its submit buttons, so Enter presses it.
 */
export function JoinForm({ comeIn, initial, asksOnlyName, message, github }: Props) {
  const t = useT()
  const form = useRef<HTMLFormElement>(null)
  const [state, submit, isPending] = useActionState(comeIn, EMPTY_FORM)
  useFocusProblem(form, state)

  return (
    <>
      <form ref={form} action={submit} noValidate className="grid max-w-[400px] gap-4">
        <FormProblem state={state} />
        {message === undefined ? null : <input type="hidden" name="m" value={message} />}
        {asksOnlyName ? (
          <KnownRoom code={initial.code} roomTitle={initial.roomTitle} />
        ) : (
          <CodeField state={state} initial={initial.code} />
        )}
        <NameField state={state} initial={initial.name} />
        <div className="flex flex-wrap gap-3 pbs-1">
          <Button type="submit" look="primary" disabled={isPending}>
            {t('join.submit')}
          </Button>
          {asksOnlyName ? null : (
            <Button type="submit" name="way" value="create" disabled={isPending}>
              {t('join.create')}
            </Button>
          )}
        </div>
        {asksOnlyName ? null : (
          <>
            <TitleField state={state} initial={initial.roomTitle ?? ''} />
            <p className="text-sm text-muted">
              {t.rich('join.lobby', {
                b: (words) => (
                  <Button type="submit" look="link" className="text-sm" name="way" value="lobby" disabled={isPending}>
                    {words}
                  </Button>
                ),
              })}
            </p>
          </>
        )}
      </form>
      {github === 'offered' ? <GithubButton /> : null}
      {typeof github === 'object' ? (
        <p className="text-sm text-muted">
          {t.rich('join.githubAs', {
            name: github.signedInAs,
            b: (name) => <bdi className="font-[620] text-ink">{name}</bdi>,
          })}
        </p>
      ) : null}
    </>
  )
}

function KnownRoom({ code, roomTitle }: { code: string; roomTitle: string | undefined }) {
  return (
    <div className="grid justify-items-start gap-2">
      <input type="hidden" name="code" value={code} />
      {roomTitle ? (
        <p className="font-display text-lg/tight font-bold tracking-tight" dir="auto">
          {roomTitle}
        </p>
      ) : null}
      <Ticket code={code} />
    </div>
  )
}
