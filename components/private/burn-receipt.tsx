import type { Room } from '#lib/shared/model'
import { useT } from '../language/use-t'
import { useClock } from '../room/use-clock'

/** Who destroyed the messages of this private chat, how many and when. Nothing where that never happened. */
export function BurnReceipt({ room }: { room: Room }) {
  const t = useT()
  const clock = useClock()
  if (room.kind !== 'private' || !room.burned) return null
  const { by, at, messages: count } = room.burned
  const { id, name } = room.other
  return (
    <span className="burn-receipt">
      {by === id ? t('privateChat.burned', { name, count }) : t('privateChat.burnedByYou', { count })}
      {' · '}
      <time dateTime={new Date(at).toISOString()} title={clock.fullOf(at)}>
        {clock.dayLabelOf(at)}, {clock.timeOf(at)}
      </time>
    </span>
  )
}
