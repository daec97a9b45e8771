import { describe, expect, test } from 'vitest'
import { addTo, createHistogram, median, note, quantile } from './histogram'

function of(...durations: number[]) {
  const histogram = createHistogram()
  for (const duration of durations) note(histogram, duration)
  return histogram
}

describe('quantiles', () => {
  test('are never less than what was noted, and at most 0.05 ms more', () => {
    const noted = Array.from({ length: 1_000 }, (_, at) => at * 0.37)
    const histogram = of(...noted)
    for (const share of [0.01, 0.5, 0.9, 0.99, 1]) {
      const exact = noted[Math.ceil(noted.length * share) - 1] ?? 0
      expect(quantile(histogram, share)).toBeGreaterThanOrEqual(exact)
      expect(quantile(histogram, share)).toBeLessThanOrEqual(exact + 0.051)
    }
  })

  test('count what never came as later than anything that did', () => {
    const histogram = of(...Array(99).fill(1))
    expect(quantile(histogram, 0.99, 1)).toBeLessThan(2)
    expect(quantile(histogram, 0.99, 10)).toBe(Number.POSITIVE_INFINITY)
  })

  test('of nothing are no number, and what is longer than five seconds counts as five', () => {
    expect(quantile(createHistogram(), 0.5)).toBeNaN()
    expect(quantile(of(60_000), 0.5)).toBe(5_000)
  })

  test('of a sum are those of all that was added', () => {
    const sum = of(1, 1, 1)
    addTo(sum, of(9))
    expect(sum.total).toBe(4)
    expect(quantile(sum, 1)).toBeCloseTo(9.05)
  })
})

test('the median is the middle one, and of an even number the mean of two', () => {
  expect(median([9, 1, 5])).toBe(5)
  expect(median([4, 1, 2, 9])).toBe(3)
  expect(median([])).toBeNaN()
})
