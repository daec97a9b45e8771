import { useT } from '../language/use-t'

/** Where the reader was when this visit began: a lamp line with "New". [E5] */
export function UnreadDivider() {
  const t = useT()
  return (
    <li className="unread-divider" data-divider="">
      <span>{t('room.newDivider')}</span>
    </li>
  )
}
