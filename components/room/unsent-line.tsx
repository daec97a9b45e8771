import type { MouseEvent } from 'react'
import type { OutgoingMessage } from '#lib/client/room-state'
import { useT } from '../language/use-t'
import { unsentSentence } from '../sentences'
import { Icon } from '../ui/icon'
import { focusBeside } from './focus-beside'

type Props = { outgoing: OutgoingMessage; isTabbable: boolean; onRetry: () => void; onDiscard: () => void }

function rowOf(event: MouseEvent): HTMLElement | null {
  return event.currentTarget.closest<HTMLElement>('[data-row]')
}

/** Under an own message that is not stored: a clock at first, then why, and what can be done. [E13] */
export function UnsentLine({ outgoing, isTabbable, onRetry, onDiscard }: Props) {
  const t = useT()
  if (outgoing.status === 'pending') {
    return (
      <span className="clock-late">
        <Icon name="clock" />
        <span className="sr-only">{t('unsent.sending')}</span>
      </span>
    )
  }

  // The buttons go with the press: the focus must not fall off the page with them.
  function retry(event: MouseEvent) {
    rowOf(event)?.focus({ preventScroll: true })
    onRetry()
  }

  function discard(event: MouseEvent) {
    const row = rowOf(event)
    if (row) focusBeside(row)
    onDiscard()
  }

  const tabIndex = isTabbable ? undefined : -1
  return (
    <div className="unsent" data-status={outgoing.status}>
      <span>{unsentSentence(t, outgoing.status, outgoing.reason)}</span>
      <button type="button" tabIndex={tabIndex} onClick={retry}>
        {t('anywhere.tryAgain')}
      </button>
      <button type="button" tabIndex={tabIndex} onClick={discard}>
        {t('anywhere.delete')}
      </button>
    </div>
  )
}
