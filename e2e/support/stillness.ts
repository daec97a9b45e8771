// Measures, frame by frame, whether a reader of the log is moved while something happens.
import { expect, type Page } from '@playwright/test'

type Seen = { drift: number; gap: number; frames: number }

const WATCH = '__parleyStillness'

/** Runs `act` and says how far, in any frame of it and of the 350 ms after, in pixels: `drift`: the first fully visible
 * message moved; `gap`: the end of the log was from the end of its box. `scrollTo` is set first: 0 is the end. */
export async function watchStillness(
  page: Page,
  { scrollTo, act }: { scrollTo?: number; act: () => Promise<void> },
): Promise<Seen> {
  await page.evaluate(
    ({ key, top }) => {
      const log = document.querySelector('[role=log]')
      const box = log?.parentElement
      if (!log || !box) throw new Error('There is no log.')
      if (top !== undefined) box.scrollTop = top
      const boxTop = () => box.getBoundingClientRect().top
      const rows = [...log.querySelectorAll<HTMLElement>('li[aria-labelledby]')]
      const anchor = rows.find((row) => row.getBoundingClientRect().top >= boxTop())
      if (!anchor) throw new Error('No message is to be seen.')
      const place = () => anchor.getBoundingClientRect().top - boxTop()
      const from = place()
      const seen = { drift: 0, gap: 0, frames: 0, until: Number.POSITIVE_INFINITY }
      const look = () => {
        seen.frames += 1
        seen.drift = Math.max(seen.drift, anchor.isConnected ? Math.abs(place() - from) : Number.POSITIVE_INFINITY)
        seen.gap = Math.max(seen.gap, Math.abs(log.getBoundingClientRect().bottom - box.getBoundingClientRect().bottom))
        if (performance.now() < seen.until) requestAnimationFrame(look)
      }
      look()
      Reflect.set(window, key, seen)
    },
    { key: WATCH, top: scrollTo },
  )
  await act()
  const seen = await page.evaluate(
    (key) =>
      new Promise<Seen>((resolve) => {
        const watched = Reflect.get(window, key)
        watched.until = performance.now() + 350
        const look = () => (performance.now() < watched.until ? requestAnimationFrame(look) : resolve(watched))
        look()
      }),
    WATCH,
  )
  expect(seen.frames).toBeGreaterThan(5)
  return seen
}
