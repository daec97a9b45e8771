import { expect, test } from 'vitest'
import { AT_EASE, byShare, createBusyShare, NEARLY_FULL } from './busy-share'

/** Keeps the event loop busy or idle for so long. */
async function spend(ms: number, isBusy: boolean): Promise<void> {
  const until = performance.now() + ms
  while (performance.now() < until) {
    const turn = performance.now() + 5
    while (isBusy && performance.now() < turn);
    await new Promise((resolve) => setTimeout(resolve, isBusy ? 0 : 20))
  }
}

test('the share follows what the event loop did lately, up and down', async () => {
  const share = createBusyShare()
  expect(share()).toBe(0)
  for (let at = 0; at < 6; at++) {
    await spend(110, true)
    share()
  }
  const busy = share()
  expect(busy).toBeGreaterThan(0.6)
  for (let at = 0; at < 6; at++) {
    await spend(110, false)
    share()
  }
  expect(share()).toBeLessThan(busy / 2)
  expect(share()).toBeGreaterThanOrEqual(0)
})

test('between two measurements it says what it said', async () => {
  const share = createBusyShare()
  await spend(110, true)
  const first = share()
  await spend(10, true)
  expect(share()).toBe(first)
})

test.each([
  [0, 10],
  [AT_EASE.from, 10],
  [(AT_EASE.from + AT_EASE.to) / 2, 25],
  [AT_EASE.to, 40],
  [1, 40],
])('at a share of %d, between 10 and 40 is %d', (share, number) => {
  expect(byShare(share, AT_EASE, 10, 40)).toBeCloseTo(number)
})

test('what is spared at ease is over before anything is nearly full', () => {
  expect(AT_EASE.to).toBeLessThan(NEARLY_FULL.from)
})
