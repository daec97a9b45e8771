import { afterEach, expect, test, vi } from 'vitest'
import { ANSWERED, createBackoff } from './backoff'

afterEach(() => void vi.restoreAllMocks())

/** The longest it would wait, seven times in a row. */
function bounds(atMost?: number): number[] {
  vi.spyOn(Math, 'random').mockReturnValue(1)
  const backoff = createBackoff()
  return Array.from({ length: 7 }, () => backoff.next(atMost))
}

test('each wait may be twice as long as the one before, up to half a minute', () => {
  expect(bounds()).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
})

test('where the server answers that it cannot now, nobody waits more than five seconds', () => {
  expect(bounds(ANSWERED)).toEqual([1_000, 2_000, 4_000, 5_000, 5_000, 5_000, 5_000])
})

test('two who wait do not come back together, and after a success it begins anew', () => {
  const [one, other] = [createBackoff(), createBackoff()]
  expect(Array.from({ length: 9 }, () => one.next())).not.toEqual(Array.from({ length: 9 }, () => other.next()))
  one.reset()
  expect(one.next()).toBeLessThan(1_000)
})
