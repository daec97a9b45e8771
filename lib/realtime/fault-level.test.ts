import { expect, test } from 'vitest'
import { Refusal } from '../shared/refusal'
import { faultLevel } from './fault-level'

test.each([
  [new Refusal('retry'), 'warn'],
  [new Refusal('internal'), 'error'],
  [new Error('retry'), 'error'],
  ['retry', 'error'],
])('%s is told as %s', (fault, level) => {
  expect(faultLevel(fault)).toBe(level)
})
