import { useEffect, useRef, useState } from 'react'
import type { RoomState, RoomStore } from '#lib/client/room-state'
import { useRoom } from '#lib/client/use-room'
import { useT } from '../language/use-t'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { IconButton } from '../ui/icon-button'
import { type Updates, watchUpdates } from './watch-updates'

const selectConnection = (state: RoomState) => state.connection

/**
 * A quiet bar that offers a new version when there is one. Never forced: whoever does not press it goes on as before,
 * and what stands in the message box is kept as a draft. [E55]
 */
export function UpdateOffer({ store }: { store: RoomStore }) {
  const t = useT()
  const [waiting, setWaiting] = useState<ServiceWorker>()
  const updates = useRef<Updates>(undefined)
  const connection = useRoom(store, selectConnection)
  const isBack = connection.kind === 'connected' && connection.wasAway

  useEffect(() => {
    updates.current = watchUpdates(setWaiting)
    return () => updates.current?.stop()
  }, [])

  // After a deploy the server is another one.
  useEffect(() => {
    if (isBack) updates.current?.look()
  }, [isBack])

  function refresh(worker: ServiceWorker) {
    const reload = () => location.reload()
    // Another tab may have been first.
    if (worker.state !== 'installed') return reload()
    worker.addEventListener('statechange', () => {
      if (worker.state === 'activated') reload()
    })
    worker.postMessage('activate')
  }

  if (!waiting) return null
  return (
    <section aria-label={t('install.updateRegion')} className="update-offer">
      <p role="status" className="grow">
        {t('install.update')}
      </p>
      <Button look="link" className="text-sm" onClick={() => refresh(waiting)}>
        {t('install.refresh')}
      </Button>
      <IconButton label={t('install.later')} onClick={() => setWaiting(undefined)} className="-me-3">
        <Icon name="close" />
      </IconButton>
    </section>
  )
}
