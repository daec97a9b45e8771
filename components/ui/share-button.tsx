import { useSyncExternalStore } from 'react'
import { useT } from '../language/use-t'
import { Button } from './button'
import { Icon } from './icon'

const subscribeToNothing = () => () => {}

/** The system's own way to share, where there is one. */
export function ShareButton({ title, url }: { title: string; url: string }) {
  const t = useT()
  const canShare = useSyncExternalStore(
    subscribeToNothing,
    () => typeof navigator.share === 'function',
    () => false,
  )
  if (!canShare) return null

  async function share() {
    // Closing the system's sheet rejects too, and is no fault.
    await navigator.share({ title, url }).catch(() => undefined)
  }
  return (
    <Button onClick={share}>
      <Icon name="share" />
      {t('copy.share')}
    </Button>
  )
}
