// Whether somebody looks at this page: it is visible and has the focus.
import { useSyncExternalStore } from 'react'

export function isLookedAt(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus()
}

function subscribe(listener: () => void): () => void {
  const events = ['focus', 'blur', 'pageshow'] as const
  for (const event of events) window.addEventListener(event, listener)
  document.addEventListener('visibilitychange', listener)
  return () => {
    for (const event of events) window.removeEventListener(event, listener)
    document.removeEventListener('visibilitychange', listener)
  }
}

export function useIsLookedAt(): boolean {
  return useSyncExternalStore(subscribe, isLookedAt, () => true)
}
