import type { OutgoingMessage } from '#lib/client/room-state'
import { unsentSentence } from '../sentences'
import { Icon } from '../ui/icon'

type Props = { outgoing: OutgoingMessage; isTabbable: boolean; onRetry: () => void; onDiscard: () => void }

/** Under an own message that is not stored: a clock at first, then why, and what can be done. [E13] */
export function UnsentLine({ outgoing, isTabbable, onRetry, onDiscard }: Props) {
  if (outgoing.status === 'pending') {
    return (
      <span className="clock-late">
        <Icon name="clock" />
        <span className="sr-only">Sending</span>
      </span>
    )
  }
  const tabIndex = isTabbable ? undefined : -1
  return (
    <div className="unsent" data-status={outgoing.status}>
      <span>{unsentSentence(outgoing.status, outgoing.reason)}</span>
      <button type="button" tabIndex={tabIndex} onClick={onRetry}>
        Try again
      </button>
      <button type="button" tabIndex={tabIndex} onClick={onDiscard}>
        Delete
      </button>
    </div>
  )
}
