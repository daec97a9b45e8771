import clsx from 'clsx'
import { plural } from '../plural'
import { Icon } from '../ui/icon'

type Props = { count: number; onPress: () => void }

/** The way back to the end. It is lit only when something new waits there. [E4] */
export function JumpPill({ count, onPress }: Props) {
  const isNew = count > 0
  return (
    <button
      type="button"
      onClick={onPress}
      className={clsx('pill', isNew ? 'bg-lamp text-on-lamp' : 'border border-line bg-surface text-ink')}
    >
      <Icon name="arrow-down" />
      {isNew ? plural(count, { one: '# new message', other: '# new messages' }) : 'Jump to latest'}
    </button>
  )
}
