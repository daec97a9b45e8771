import { type RefObject, useEffect, useEffectEvent, useRef } from 'react'

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

const seqOf = (row: Element): number => Number(row.getAttribute('data-seq'))

/** Notes what was read: on the screen for a second, in a window that is visible and has the focus. [E6] */
export function useReadMark(scroller: RefObject<HTMLElement | null>, { readSeq, rows, onRead }: Options): void {
  /** Since when each unread message is on the screen. It outlives new rows, or a busy room would never be read. */
  const since = useRef(new Map<number, number>())
  const isUnread = useEffectEvent((seq: number) => seq > readSeq)
  const read = useEffectEvent(onRead)

  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows are observed anew.
  useEffect(() => {
    const box = scroller.current
    if (!box) return
    const seen = since.current
    let timer: ReturnType<typeof setTimeout> | undefined

    /** Marks what was seen for long enough, and looks again when the next one will have been. */
    function look() {
      clearTimeout(timer)
      if (!isLookedAt()) return
      const now = performance.now()
      const due = [...seen].filter(([, at]) => now - at >= SEEN_FOR).map(([seq]) => seq)
      const most = Math.max(0, ...due)
      for (const seq of due) seen.delete(seq)
      if (isUnread(most)) read(most)
      if (seen.size > 0) timer = setTimeout(look, Math.max(0, Math.min(...seen.values()) + SEEN_FOR - now))
    }

    /** Whoever looks at the page again begins to read now. */
    function lookAgain() {
      for (const seq of seen.keys()) seen.set(seq, performance.now())
      look()
    }

    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          const seq = seqOf(target)
          if (!isIntersecting) seen.delete(seq)
          else if (isUnread(seq) && !seen.has(seq)) seen.set(seq, performance.now())
        }
        look()
      },
      // A sliver at the edge is not seen yet.
      { root: box, rootMargin: '-12px 0px' },
    )
    const unread = [...box.querySelectorAll('[data-seq]')].filter((row) => isUnread(seqOf(row)))
    const inPage = new Set(unread.map(seqOf))
    for (const seq of seen.keys()) if (!inPage.has(seq)) seen.delete(seq)
    for (const row of unread) observer.observe(row)
    look()
    window.addEventListener('focus', lookAgain)
    document.addEventListener('visibilitychange', lookAgain)
    return () => {
      clearTimeout(timer)
      observer.disconnect()
      window.removeEventListener('focus', lookAgain)
      document.removeEventListener('visibilitychange', lookAgain)
    }
  }, [scroller, rows])
}
