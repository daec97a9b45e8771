import { use } from 'react'
import { useT } from '../language/use-t'
import { Icon } from '../ui/icon'
import { useDeeds } from './deeds'
import type { Quote } from './group-rows'
import { RowSurroundings } from './row-surroundings'

type Props = { quote: Quote; isTabbable: boolean }

/** One line of the message that is replied to. Pressing it goes there. */
export function ReplyQuote({ quote, isTabbable }: Props) {
  const t = useT()
  const deeds = useDeeds()
  const { blocked } = use(RowSurroundings)
  const isNamed = quote.kind === 'known' && !blocked.has(quote.author.id)
  const words = quote.kind === 'unknown' ? t('row.earlier') : t('row.blocked')
  const label = !isNamed
    ? t('row.inReplyToUnknown', { what: words })
    : quote.isDeleted
      ? t('row.inReplyToDeleted', { author: quote.author.name })
      : t('row.inReplyTo', { author: quote.author.name, text: quote.text })
  return (
    <button
      type="button"
      tabIndex={isTabbable ? undefined : -1}
      onClick={() => deeds.jumpTo(quote.id)}
      className="row-quote"
      aria-label={label}
    >
      <Icon name="reply" />
      {isNamed ? (
        <>
          <b dir="auto">{quote.author.name}</b>
          <span className="truncate" dir="auto">
            {quote.isDeleted ? <i>{t('row.deleted')}</i> : quote.text}
          </span>
        </>
      ) : (
        <span className="truncate">{words}</span>
      )}
    </button>
  )
}
