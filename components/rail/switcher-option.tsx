import type { ListedRoom } from '#lib/shared/model'
import { useT } from '../language/use-t'
import { RoomMark } from './room-mark'
import { roomName } from './room-name'
import { UnreadBadge } from './unread-badge'

type Props = { id: string; listed: ListedRoom; isActive: boolean; isCurrent: boolean; onPick: () => void }

/** One room of the switcher; Enter in the field opens the active one. */
export function SwitcherOption({ id, listed, isActive, isCurrent, onPick }: Props) {
  const t = useT()
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and hears the keys.
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the active option.
    <div id={id} role="option" aria-selected={isActive} className="room-link" onClick={onPick}>
      <RoomMark room={listed.room} />
      <span className="grid min-w-0 grow">
        <bdi className="truncate">{roomName(listed.room)}</bdi>
        {isCurrent ? <small className="truncate text-xs text-subtle">{t('rail.here')}</small> : null}
      </span>
      {isCurrent ? null : <UnreadBadge listed={listed} />}
    </div>
  )
}
