import { type MouseEvent, useEffect, useId, useState } from 'react'
import type { Reaction } from '#lib/shared/model'
import { useT } from '../language/use-t'
import { reactionNames } from './reaction-names'

type Props = {
  reaction: Reaction
  selfId: string
  isTabbable: boolean
  nameOf: (userId: string) => string | undefined
  onPress: () => void
}

/** One emoji and its count, pressed where one is among them. Who they are is shown to mouse and focus alike. */
export function ReactionChip({ reaction, selfId, isTabbable, nameOf, onPress }: Props) {
  const t = useT()
  const [isTold, setIsTold] = useState(false)
  const tipId = useId()
  const { emoji, userIds } = reaction
  const isOwn = userIds.some((userId) => userId === selfId)

  // Esc takes the names away wherever the focus is, and does nothing else then (WCAG 1.4.13).
  useEffect(() => {
    if (!isTold) return
    function dismiss(event: KeyboardEvent) {
      if (event.key !== 'Escape') return
      event.preventDefault()
      event.stopImmediatePropagation()
      setIsTold(false)
    }
    document.addEventListener('keydown', dismiss, { capture: true })
    return () => document.removeEventListener('keydown', dismiss, { capture: true })
  }, [isTold])

  function press({ currentTarget }: MouseEvent<HTMLElement>) {
    // The last one's chip goes, and the focus must not fall off the page with it.
    if (isOwn && userIds.length === 1) currentTarget.closest<HTMLElement>('[data-row]')?.focus({ preventScroll: true })
    onPress()
  }

  return (
    <li className="relative" onPointerEnter={() => setIsTold(true)} onPointerLeave={() => setIsTold(false)}>
      <button
        type="button"
        className="chip"
        aria-pressed={isOwn}
        aria-label={t('row.reaction', { emoji, count: userIds.length })}
        aria-describedby={isTold ? tipId : undefined}
        tabIndex={isTabbable ? undefined : -1}
        onFocus={() => setIsTold(true)}
        onBlur={() => setIsTold(false)}
        onClick={press}
      >
        <span aria-hidden="true">{emoji}</span> <span aria-hidden="true">{userIds.length}</span>
      </button>
      {isTold ? (
        <span id={tipId} role="tooltip" className="chip-names">
          {reactionNames(t, reaction, selfId, nameOf)}
        </span>
      ) : null}
    </li>
  )
}
