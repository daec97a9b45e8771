import clsx from 'clsx'
import { useSyncExternalStore } from 'react'
import type { ListedRoom } from '#lib/shared/model'
import { useT } from '../language/use-t'
import { AppLink } from '../ui/app-link'
import { Icon } from '../ui/icon'
import { findLastRoom } from './last-room'

const subscribeToNothing = () => () => {}

/** From a private chat back to the room one came from, or to where rooms are entered. */
export function WayBack({ rooms }: { rooms: readonly ListedRoom[] }) {
  const t = useT()
  const lastRoom = useSyncExternalStore(
    subscribeToNothing,
    () => findLastRoom(rooms),
    () => undefined,
  )
  return (
    <AppLink
      href={lastRoom ?? '/join'}
      // On the phone the list of rooms leads there too, and the name needs the room.
      className={clsx('icon-button -ms-2', rooms.length > 1 && 'max-wide:hidden')}
      aria-label={t('room.back')}
      title={t('room.back')}
    >
      <Icon name="arrow-left" />
    </AppLink>
  )
}
