// Measures, frame by frame, whether a reader of the log is moved while something happens.
import { expect, type Page } from '@playwright/test'
import { beginWatch, endWatch, type Moves, type WatchedRow } from './watch-rows'

const WATCH = '__parleyStillness'

/** Runs `act` and says what moved in it and in the 350 ms after. `scrollTo` is set first: 0 is the end. */
export async function watchStillness(
  page: Page,
  { scrollTo, row = 'first whole', act }: { scrollTo?: number; row?: WatchedRow; act: () => Promise<void> },
): Promise<Moves> {
  await page.evaluate(beginWatch, { key: WATCH, scrollTo, row })
  await act()
  const seen = await page.evaluate(endWatch, WATCH)
  expect(seen.frames).toBeGreaterThan(5)
  return seen
}
