import { Reply } from 'lucide-react'
import type { Quote } from './group-rows'

type Props = { quote: Quote; isTabbable: boolean; onJump: (messageId: string) => void }

/** One line of the message that is replied to. Pressing it goes there. */
export function ReplyQuote({ quote, isTabbable, onJump }: Props) {
  return (
    <button
      type="button"
      tabIndex={isTabbable ? undefined : -1}
      onClick={() => onJump(quote.id)}
      className="row-quote"
      aria-label={`In reply to ${quote.author}: ${quote.isDeleted ? 'a deleted message' : quote.text}`}
    >
      <Reply className="rtl:-scale-x-100" />
      <b dir="auto">{quote.author}</b>
      <span className="truncate" dir="auto">
        {quote.isDeleted ? <i>Message deleted</i> : quote.text}
      </span>
    </button>
  )
}
