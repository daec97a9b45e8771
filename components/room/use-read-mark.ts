import { type RefObject, useEffect, useEffectEvent } from 'react'

/** A message counts as read once it was on the screen this long. Milliseconds. [E6] */
const SEEN_FOR = 1_000

type Options = {
  /** How far was read already. */
  readSeq: number
  /** Changes whenever other rows are in the page. */
  rows: unknown
  onRead: (seq: number) => void
}

function isLookedAt(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus()
}

/** Notes what was read: on the screen for a second, in a window that is visible and has the focus. [E6] */
export function useReadMark(scroller: RefObject<HTMLElement | null>, { readSeq, rows, onRead }: Options): void {
  const read = useEffectEvent((seq: number) => {
    if (seq > readSeq) onRead(seq)
  })

  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows are observed anew.
  useEffect(() => {
    const box = scroller.current
    if (!box) return
    const onScreen = new Set<Element>()
    let timer: ReturnType<typeof setTimeout> | undefined

    /** Whatever is on the screen now and still is in a second was read. */
    function watch() {
      clearTimeout(timer)
      if (onScreen.size === 0 || !isLookedAt()) return
      const seen = [...onScreen]
      timer = setTimeout(() => {
        const still = seen.filter((row) => onScreen.has(row))
        if (isLookedAt()) read(Math.max(0, ...still.map((row) => Number(row.getAttribute('data-seq')))))
      }, SEEN_FOR)
    }

    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) onScreen.add(target)
          else onScreen.delete(target)
        }
        watch()
      },
      // A sliver at the edge is not seen yet.
      { root: box, rootMargin: '-12px 0px' },
    )
    for (const row of box.querySelectorAll('[data-seq]')) {
      if (Number(row.getAttribute('data-seq')) > readSeq) observer.observe(row)
    }
    window.addEventListener('focus', watch)
    document.addEventListener('visibilitychange', watch)
    return () => {
      clearTimeout(timer)
      observer.disconnect()
      window.removeEventListener('focus', watch)
      document.removeEventListener('visibilitychange', watch)
    }
  }, [scroller, rows])
}
