'use client'

import { useActionState, useRef } from 'react'
import { EMPTY_FORM, type FormAction } from '#lib/shared/form-state'
import { Button } from '../ui/button'
import { Ticket } from '../ui/ticket'
import { CodeField } from './code-field'
import { FormProblem } from './form-problem'
import { GithubButton } from './github-button'
import { NameField } from './name-field'
import { TitleField } from './title-field'
import { useFocusProblem } from './use-focus-problem'
import { useLatestState } from './use-latest-state'

type Props = {
  joinRoom: FormAction
  joinLobby: FormAction
  createRoom: FormAction
  initial: { name: string; code: string; roomTitle?: string }
  /** The code is known, from a link: only the name is asked. */
  asksOnlyName: boolean
  github: 'off' | 'offered' | { signedInAs: string }
}

/**
 * The way in: a code and a name, or a name alone for the lobby, or a new room. A plain form that posts without
 * JavaScript; *Join room* comes first among its submit buttons, so Enter presses it.
 */
export function JoinForm({ joinRoom, joinLobby, createRoom, initial, asksOnlyName, github }: Props) {
  const form = useRef<HTMLFormElement>(null)
  const [joined, join, isJoining] = useActionState(joinRoom, EMPTY_FORM)
  const [toLobby, goToLobby, isGoing] = useActionState(joinLobby, EMPTY_FORM)
  const [created, create, isCreating] = useActionState(createRoom, EMPTY_FORM)
  const state = useLatestState([joined, toLobby, created])
  const isPending = isJoining || isGoing || isCreating
  useFocusProblem(form, state)

  return (
    <>
      <form ref={form} action={join} noValidate className="grid max-w-[400px] gap-4">
        <FormProblem state={state} />
        {asksOnlyName ? (
          <KnownRoom code={initial.code} roomTitle={initial.roomTitle} />
        ) : (
          <CodeField state={state} initial={initial.code} />
        )}
        <NameField state={state} initial={initial.name} />
        <div className="flex flex-wrap gap-3 pbs-1">
          <Button type="submit" look="primary" disabled={isPending}>
            Join room
          </Button>
          {asksOnlyName ? null : (
            <Button type="submit" formAction={create} disabled={isPending}>
              Create a room
            </Button>
          )}
        </div>
        {asksOnlyName ? null : (
          <>
            <TitleField state={state} initial={initial.roomTitle ?? ''} />
            <p className="text-sm text-muted">
              <Button type="submit" look="link" className="text-sm" formAction={goToLobby} disabled={isPending}>
                Go to the lobby
              </Button>{' '}
              needs only a name.
            </p>
          </>
        )}
      </form>
      {github === 'offered' ? <GithubButton /> : null}
      {typeof github === 'object' ? (
        <p className="text-sm text-muted">
          Signed in with GitHub as <bdi className="font-[620] text-ink">{github.signedInAs}</bdi>.
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
