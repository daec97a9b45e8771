import type { ReactNode } from 'react'
import type { RoomState } from '#lib/client/room-state'
import { useT } from '../language/use-t'
import { Button } from '../ui/button'

type Props = {
  /** What stands above the very first message. */
  start: ReactNode
  reachedStart: boolean
  olderPages: RoomState['olderPages']
  onRetry: () => void
}

/** What stands above the oldest loaded message. */
export function ListTop({ start, reachedStart, olderPages, onRetry }: Props) {
  const t = useT()
  if (reachedStart) {
    return (
      <p className="list-top" dir="auto">
        {start}
      </p>
    )
  }
  if (olderPages === 'failed') {
    return (
      <p className="list-top">
        {t('room.olderFailed')}{' '}
        <Button look="link" className="text-sm" onClick={onRetry}>
          {t('anywhere.tryAgain')}
        </Button>
      </p>
    )
  }
  return <p className="list-top">{olderPages === 'loading' ? t('room.olderLoading') : ' '}</p>
}
