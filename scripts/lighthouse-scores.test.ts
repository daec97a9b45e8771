import { expect, test } from 'vitest'
import { judge, median } from './lighthouse-scores'

test('of several runs the middle one counts, and of two the worse', () => {
  expect(median([70, 99, 98])).toBe(98)
  expect(median([99, 70])).toBe(70)
  expect(() => median([])).toThrow('no median')
})

test('a time that misses its target by what a busy machine explains is told and does not fail', () => {
  const bound = { target: 95, fails: 85 }
  expect([95, 94, 85, 84].map((score) => judge(score, bound))).toEqual([
    'within',
    'below, tolerated on a busy machine',
    'below, tolerated on a busy machine',
    'BELOW',
  ])
})

test('a score that no machine explains fails as soon as it is below its target', () => {
  expect(judge(99, { target: 100, fails: 100 })).toBe('BELOW')
})
