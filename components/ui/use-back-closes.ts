import { useEffect, useEffectEvent } from 'react'

/** Where fingers press, *back* means "away with this sheet" before it means the page before. */
const FINGERS = '(pointer: coarse)'
const MARK = 'parleySheet'

let openSheets = 0

function isMarked(): boolean {
  const state: unknown = history.state
  return typeof state === 'object' && state !== null && MARK in state
}

function mark(): void {
  if (!isMarked()) history.pushState({ ...history.state, [MARK]: true }, '')
}

/** Takes the entry back, unless another sheet has taken its place or the page has moved on. */
function unmark(): void {
  setTimeout(() => {
    if (openSheets === 0 && isMarked()) history.back()
  })
}

/** Closes a sheet when its reader goes back: the sheet stands in the history as long as it is open. [E71] */
export function useBackCloses(onClose: () => void): void {
  const close = useEffectEvent(onClose)
  useEffect(() => {
    if (!matchMedia(FINGERS).matches) return
    openSheets += 1
    mark()
    const onBack = () => {
      if (!isMarked()) close()
    }
    window.addEventListener('popstate', onBack)
    return () => {
      openSheets -= 1
      window.removeEventListener('popstate', onBack)
      unmark()
    }
  }, [])
}
