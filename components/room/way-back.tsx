import { useSyncExternalStore } from 'react'
import { AppLink } from '../ui/app-link'
import { Icon } from '../ui/icon'
import { findLastRoom } from './last-room'

const subscribeToNothing = () => () => {}

/** From a private chat back to the room one came from, or to where rooms are entered. */
export function WayBack() {
  const lastRoom = useSyncExternalStore(subscribeToNothing, findLastRoom, () => undefined)
  return (
    <AppLink
      href={lastRoom ?? '/join'}
      className="icon-button -ms-2"
      aria-label="Back to the room"
      title="Back to the room"
    >
      <Icon name="arrow-left" />
    </AppLink>
  )
}
