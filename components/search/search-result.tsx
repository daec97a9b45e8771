import type { Message } from '#lib/shared/model'
import type { Clock } from '../room/clock'
import { Avatar } from '../ui/avatar'
import { snippet } from './snippet'

type Props = { message: Message; query: string; clock: Clock; onPick: () => void }

/** One message that was found: who wrote it and when, and the words in their place. */
export function SearchResult({ message, query, clock, onPick }: Props) {
  const { author, body, postedAt } = message
  let at = 0
  return (
    <li>
      <button type="button" className="search-result" onClick={onPick}>
        <Avatar userId={author.id} name={author.name} size="small" />
        <span className="grid min-w-0 grow gap-0.5">
          <span className="flex items-baseline gap-2">
            <bdi className="truncate font-[650]">{author.name}</bdi>
            <time dateTime={new Date(postedAt).toISOString()} className="flex-none text-xs text-subtle">
              {clock.shortOf(postedAt)}
            </time>
          </span>
          <span className="search-snippet" dir="auto">
            {snippet(body, query).map(({ text, isHit }) => {
              const key = at
              at += text.length
              return isHit ? <mark key={key}>{text}</mark> : text
            })}
          </span>
        </span>
      </button>
    </li>
  )
}
