import clsx from 'clsx'
import type { Reaction } from '#lib/shared/protocol'
import { plural } from '../plural'

/** What people reacted with, and how many. To be looked at only. */
export function ReactionChips({ reactions, selfId }: { reactions: readonly Reaction[]; selfId: string }) {
  return (
    <ul className="flex flex-wrap gap-1.5 pbs-1.5">
      {reactions.map(({ emoji, userIds }) => {
        const isOwn = userIds.some((userId) => userId === selfId)
        const people = plural(userIds.length, { one: '# person', other: '# people' })
        return (
          <li
            key={emoji}
            className={clsx(
              'inline-flex h-7 items-center gap-1.5 rounded-full border px-2.25 text-sm tabular-nums',
              isOwn ? 'border-primary bg-primary-soft font-semibold text-primary-text' : 'border-line bg-surface',
            )}
          >
            <span aria-hidden="true">
              {emoji} {userIds.length}
            </span>
            <span className="sr-only">
              {emoji} from {people}
              {isOwn ? ', you among them' : ''}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
