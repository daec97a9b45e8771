// Holds the reading position of the message list. The scroller is a column in reverse with one child, so `scrollTop`
// is 0 at the live end and negative above it, and the browser keeps the end in place by itself. What is left is a
// reader who is scrolled up: the row at the top edge is the anchor and is put back whenever it drifts.
import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'

/** Closer to the end than this counts as being there. Pixels. */
const END_PX = 80
const DRIFT_PX = 0.5

type Anchor = { row: string; top: number }

export type HeldPosition = {
  isAtEnd: boolean
  /** Key of the row that holds the position, none at the live end. */
  anchor: () => string | undefined
  jumpToEnd: () => void
  /** Brings an element into view, and holds the position there. `nearTop` leaves a little of what is before it. */
  bringTo: (element: Element, where: 'center' | 'nearTop') => void
}

/** The first message row whose lower edge is below the top of the box; rows lie in order, so halving finds it. */
function findAnchor(box: HTMLElement): Anchor | undefined {
  const rows = box.querySelectorAll<HTMLElement>('[data-row]')
  const boxTop = box.getBoundingClientRect().top
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >> 1
    const bottom = rows[middle]?.getBoundingClientRect().bottom ?? 0
    if (bottom > boxTop) high = middle
    else low = middle + 1
  }
  const row = rows[low]
  if (!row?.dataset.row) return undefined
  return { row: row.dataset.row, top: row.getBoundingClientRect().top - boxTop }
}

/** What is known of the box: its anchor, none at the live end, and how the box was when that was noted. */
type Memory = { anchor: Anchor | undefined; scrollTop: number; width: number; height: number }

function noted(box: HTMLElement, anchor: Anchor | undefined): Memory {
  return { anchor, scrollTop: box.scrollTop, width: box.clientWidth, height: box.clientHeight }
}

/** Where the live end is not in the page, its last row is no end to follow. */
function remember(box: HTMLElement, isLive: boolean): Memory {
  const isAtEnd = isLive && -box.scrollTop <= END_PX
  return noted(box, isAtEnd ? undefined : findAnchor(box))
}

/** A keyboard moves only the upper edge over the text, and this may be asked before any observer has told of it. */
function expected(box: HTMLElement, { anchor, width, height }: Memory): Anchor | undefined {
  if (!anchor || box.clientWidth !== width) return anchor
  return { ...anchor, top: anchor.top + box.clientHeight - height }
}

function restore(box: HTMLElement, anchor: Anchor | undefined) {
  if (!anchor) {
    if (box.scrollTop !== 0) box.scrollTop = 0
    return
  }
  const row = box.querySelector(`[data-row="${CSS.escape(anchor.row)}"]`)
  if (!row) return
  const drift = row.getBoundingClientRect().top - box.getBoundingClientRect().top - anchor.top
  if (Math.abs(drift) > DRIFT_PX) box.scrollTop += drift
}

/** The list became shorter than where the box was scrolled to, and the browser has moved it to the new top. */
function isClamped(box: HTMLElement, { scrollTop }: Memory): boolean {
  const top = box.clientHeight - box.scrollHeight
  return scrollTop < top - DRIFT_PX && Math.abs(box.scrollTop - top) <= 1
}

/**
 * Puts the anchor back. Where the box was scrolled since it was noted, as the focus does on its way to a row, the event
 * that tells of it is still to come and the new place is the one to hold.
 */
function hold(box: HTMLElement, memory: Memory, isLive: boolean): Memory {
  const isScrolled = Math.abs(box.scrollTop - memory.scrollTop) > DRIFT_PX
  if (isScrolled && !isClamped(box, memory)) return remember(box, isLive)
  const anchor = expected(box, memory)
  restore(box, anchor)
  return noted(box, anchor)
}

/**
 * To be used by the component that renders the rows: whatever it rendered, the position is held before the paint.
 * `isLive`: the rows go on to the live end of the log.
 */
export function useHeldPosition(scroller: RefObject<HTMLElement | null>, isLive: () => boolean): HeldPosition {
  const memory = useRef<Memory>({ anchor: undefined, scrollTop: 0, width: 0, height: 0 })
  const [isAtEnd, setIsAtEnd] = useState(true)

  // After every render, since any of them may have changed the rows.
  useLayoutEffect(() => {
    if (scroller.current) memory.current = hold(scroller.current, memory.current, isLive())
  })

  const look = useEffectEvent((): boolean => isLive())

  useEffect(() => {
    const box = scroller.current
    const log = box?.firstElementChild
    if (!box || !log) return

    function note() {
      if (!box) return
      memory.current = remember(box, look())
      setIsAtEnd(memory.current.anchor === undefined)
    }

    const observer = new ResizeObserver((entries) => {
      memory.current = hold(box, memory.current, look())
      // What stands at the upper edge of the box is another row now, and no scroll event tells of it.
      if (entries.some(({ target }) => target === box)) note()
    })

    box.addEventListener('scroll', note, { passive: true })
    observer.observe(box)
    observer.observe(log)
    note()
    return () => {
      box.removeEventListener('scroll', note)
      observer.disconnect()
    }
  }, [scroller])

  function jumpToEnd() {
    memory.current = { ...memory.current, anchor: undefined, scrollTop: 0 }
    setIsAtEnd(true)
    if (scroller.current) scroller.current.scrollTop = 0
  }

  function bringTo(element: Element, where: 'center' | 'nearTop') {
    const box = scroller.current
    if (!box) return
    const { top, height } = element.getBoundingClientRect()
    const from = top - box.getBoundingClientRect().top
    box.scrollTop += where === 'center' ? from - (box.clientHeight - height) / 2 : from - box.clientHeight / 5
    memory.current = remember(box, isLive())
    setIsAtEnd(memory.current.anchor === undefined)
  }

  return { isAtEnd, anchor: () => memory.current.anchor?.row, jumpToEnd, bringTo }
}
