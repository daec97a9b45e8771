import clsx from 'clsx'
import { useT } from '../language/use-t'
import { Icon } from '../ui/icon'

type Props = {
  count: number
  /** Where the first new message is. */
  leads: 'up' | 'down'
  /** A jump has led away from the live end. */
  isAway: boolean
  onPress: () => void
}

/** The way back to the end. It is lit only when something new waits there. [E4] */
export function JumpPill({ count, leads, isAway, onPress }: Props) {
  const t = useT()
  const isNew = count > 0
  return (
    <button
      type="button"
      onClick={onPress}
      data-leads={leads}
      className={clsx('pill', isNew ? 'bg-lamp text-on-lamp' : 'border border-line bg-surface text-ink')}
    >
      <Icon name={`arrow-${leads}`} />
      {isNew ? t('anywhere.newMessages', { count }) : t(isAway ? 'room.backToLatest' : 'room.jumpToLatest')}
    </button>
  )
}
