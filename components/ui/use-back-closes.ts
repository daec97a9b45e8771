import { useEffect, useEffectEvent } from 'react'
import { enterSheet, isOnSheet, leaveSheet } from './sheet-history'

/** Where fingers press, *back* means "away with this sheet" before it means the page before. */
const FINGERS = '(pointer: coarse)'

/** Closes a sheet when its reader goes back: the sheet stands in the history as long as it is open. [E71] */
export function useBackCloses(onClose: () => void): void {
  const close = useEffectEvent(onClose)
  useEffect(() => {
    if (!matchMedia(FINGERS).matches) return
    enterSheet()
    const onBack = () => {
      if (!isOnSheet()) close()
    }
    window.addEventListener('popstate', onBack)
    return () => {
      window.removeEventListener('popstate', onBack)
      leaveSheet()
    }
  }, [])
}
