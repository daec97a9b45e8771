import { SIZES } from '#lib/shared/limits'
import type { ListedRoom } from '#lib/shared/model'
import { useT } from '../language/use-t'
import { Badge } from '../ui/badge'

/** Whether the lamp is lit for a room: something new that its member wants to hear of. */
export function isLit({ unread, isMentioned, level }: ListedRoom): boolean {
  if (unread === 0 || level === 'nothing') return false
  return level === 'all' || isMentioned
}

/** How many messages of a room are unread; an `@` where one of them names the reader. */
export function UnreadBadge({ listed }: { listed: ListedRoom }) {
  const t = useT()
  const { unread, isMentioned } = listed
  if (unread === 0) return null
  const count = unread >= SIZES.unreadCounted ? t('rail.many', { count: SIZES.unreadCounted - 1 }) : String(unread)
  return (
    <Badge look={isLit(listed) ? 'lamp' : 'plain'}>
      <span aria-hidden="true">{isMentioned ? `@ ${count}` : count}</span>
      <span className="sr-only">{t(isMentioned ? 'rail.unreadMentioned' : 'rail.unread', { count: unread })}</span>
    </Badge>
  )
}
