// Runs in the page: says, frame by frame, how far the rows of the log moved. Both browsers' suites send it there as
// text, so that each function stands alone.

/** Which row is watched: the first or last that is seen at all, or the first that is seen whole. The last one is watched
 * by its distance from the lower edge of the box, the others from the upper. */
export type WatchedRow = 'first' | 'first whole' | 'last'

/** In pixels, in any frame: the row moved by `drift`; the end of the log was `gap` from the end of its box. */
export type Moves = { drift: number; gap: number; frames: number }

type Begin = { key: string; scrollTo: number | undefined; row: WatchedRow }

/**
 * Starts to watch, and resolves when the list has heard of its new position: `scrollTo` is set first, 0 is the end.
 * An observer of intersections measures after all layout and all observers of sizes, so what it tells was painted.
 */
export async function beginWatch({ key, scrollTo, row }: Begin): Promise<void> {
  const log = document.querySelector('[role=log]')
  const box = log?.parentElement
  if (!log || !box) throw new Error('There is no log.')
  if (scrollTo !== undefined) box.scrollTop = scrollTo
  const isLast = row === 'last'
  const { top, bottom } = box.getBoundingClientRect()
  const rows = [...log.querySelectorAll<HTMLElement>('li[aria-labelledby]')]
  const anchor = isLast
    ? rows.findLast((one) => one.getBoundingClientRect().top < bottom)
    : rows.find(
        (one) => one.getBoundingClientRect()[row === 'first' ? 'bottom' : 'top'] >= top + (row === 'first' ? 1 : 0),
      )
  if (!anchor) throw new Error('No message is to be seen.')
  const place = (own: DOMRectReadOnly, edges: DOMRectReadOnly) =>
    isLast ? own.bottom - edges.bottom : own.top - edges.top
  const from = place(anchor.getBoundingClientRect(), box.getBoundingClientRect())
  const seen = { drift: 0, gap: 0, frames: 0, until: Number.POSITIVE_INFINITY }
  const look = () => {
    const observer = new IntersectionObserver((entries) => {
      observer.disconnect()
      const rect = (target: Element) => entries.find((entry) => entry.target === target)?.boundingClientRect
      const [own, whole, edges] = [rect(anchor), rect(log), rect(box)]
      if (!own || !whole || !edges) return
      seen.frames += 1
      seen.drift = Math.max(seen.drift, anchor.isConnected ? Math.abs(place(own, edges) - from) : Number.MAX_VALUE)
      seen.gap = Math.max(seen.gap, Math.abs(whole.bottom - edges.bottom))
    })
    for (const target of [anchor, log, box]) observer.observe(target)
    if (performance.now() < seen.until) requestAnimationFrame(look)
  }
  look()
  Reflect.set(window, key, seen)
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
}

/** Watches for 350 ms more and says what was seen. */
export async function endWatch(key: string): Promise<Moves> {
  const seen = Reflect.get(window, key)
  seen.until = performance.now() + 350
  while (performance.now() < seen.until) await new Promise(requestAnimationFrame)
  // What was asked in the last frame is told after it.
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  return { drift: seen.drift, gap: seen.gap, frames: seen.frames }
}
