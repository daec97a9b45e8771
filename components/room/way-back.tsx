import { ArrowLeft } from 'lucide-react'
import Link from 'next/link'
import { useSyncExternalStore } from 'react'
import { findLastRoom } from './last-room'

const subscribeToNothing = () => () => {}

/** From a private chat back to the room one came from, or to where rooms are entered. */
export function WayBack() {
  const lastRoom = useSyncExternalStore(subscribeToNothing, findLastRoom, () => undefined)
  return (
    <Link
      href={lastRoom ?? '/join'}
      className="icon-button -ms-2"
      aria-label="Back to the room"
      title="Back to the room"
    >
      <ArrowLeft className="rtl:-scale-x-100" />
    </Link>
  )
}
