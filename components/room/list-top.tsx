import type { RoomState } from '#lib/client/room-state'
import { Button } from '../ui/button'

type Props = {
  /** Of what this is the start. */
  title: string
  reachedStart: boolean
  olderPages: RoomState['olderPages']
  onRetry: () => void
}

/** What stands above the oldest loaded message. */
export function ListTop({ title, reachedStart, olderPages, onRetry }: Props) {
  if (reachedStart) {
    return (
      <p className="list-top" dir="auto">
        This is the start of {title}.
      </p>
    )
  }
  if (olderPages === 'failed') {
    return (
      <p className="list-top">
        Older messages could not be loaded.{' '}
        <Button look="link" className="text-sm" onClick={onRetry}>
          Try again
        </Button>
      </p>
    )
  }
  return <p className="list-top">{olderPages === 'loading' ? 'Loading older messages' : ' '}</p>
}
