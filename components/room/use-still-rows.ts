import { type RefObject, useEffect, useState } from 'react'
import type { Row } from './group-rows'

const SETTLED_MS = 150

/** True while a finger is on the list or it still glides from one. */
function useIsGliding(scroller: RefObject<HTMLElement | null>): boolean {
  const [isGliding, setIsGliding] = useState(false)

  useEffect(() => {
    const box = scroller.current
    if (!box) return
    let isTouched = false
    let timer: ReturnType<typeof setTimeout> | undefined

    function settle() {
      clearTimeout(timer)
      timer = setTimeout(() => setIsGliding(isTouched), SETTLED_MS)
    }
    function touch(event: TouchEvent) {
      isTouched = event.touches.length > 0
      if (isTouched) setIsGliding(true)
      settle()
    }

    const options = { passive: true }
    box.addEventListener('touchstart', touch, options)
    box.addEventListener('touchend', touch, options)
    box.addEventListener('touchcancel', touch, options)
    box.addEventListener('scroll', settle, options)
    return () => {
      clearTimeout(timer)
      box.removeEventListener('touchstart', touch)
      box.removeEventListener('touchend', touch)
      box.removeEventListener('touchcancel', touch)
      box.removeEventListener('scroll', settle)
    }
  }, [scroller])

  return isGliding
}

/**
 * The rows as they may be shown now. Rows added below a reader who is scrolled up make the list write its scroll
 * position, which stops a glide on touch: those wait until it has settled.
 */
export function useStillRows(scroller: RefObject<HTMLElement | null>, rows: readonly Row[], isAtEnd: boolean) {
  const isGliding = useIsGliding(scroller)
  const [shown, setShown] = useState(rows)
  const mustWait = isGliding && !isAtEnd && rows.at(-1)?.key !== shown.at(-1)?.key
  if (mustWait) return shown
  if (shown !== rows) setShown(rows)
  return rows
}
