import type { MouseEvent } from 'react'
import type { MessageId } from '#lib/shared/ids'
import type { Clock } from './clock'
import { useDeeds } from './deeds'

type Props = {
  id: string
  at: number
  clock: Clock
  /** Which message it leads to; nothing while that is on its way. */
  messageId: MessageId | undefined
}

/**
 * When a message was posted, by the server's clock; a link to it, which stands in the address once it was pressed.
 * Reached by ArrowRight, not by Tab. [E24]
 */
export function RowTime({ id, at, clock, messageId }: Props) {
  const deeds = useDeeds()
  const time = (
    <time id={id} dateTime={new Date(at).toISOString()}>
      {clock.timeOf(at)}
    </time>
  )
  if (messageId === undefined) {
    return (
      <span className="row-time" title={clock.fullOf(at)}>
        {time}
      </span>
    )
  }
  const href = `?m=${messageId}`

  const jump = (event: MouseEvent) => {
    // Another tab or window is the browser's business.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    history.replaceState(null, '', href)
    deeds.jumpTo(messageId)
  }

  return (
    <a href={href} tabIndex={-1} className="row-time" title={clock.fullOf(at)} onClick={jump}>
      {time}
    </a>
  )
}
