import { Icon } from '../ui/icon'
import { flashMessage } from './flash-message'
import type { Quote } from './group-rows'

type Props = { quote: Quote; isTabbable: boolean }

/** One line of the message that is replied to. Pressing it goes there. */
export function ReplyQuote({ quote, isTabbable }: Props) {
  return (
    <button
      type="button"
      tabIndex={isTabbable ? undefined : -1}
      onClick={() => flashMessage(quote.id)}
      className="row-quote"
      aria-label={`In reply to ${quote.author}: ${quote.isDeleted ? 'a deleted message' : quote.text}`}
    >
      <Icon name="reply" />
      <b dir="auto">{quote.author}</b>
      <span className="truncate" dir="auto">
        {quote.isDeleted ? <i>Message deleted</i> : quote.text}
      </span>
    </button>
  )
}
