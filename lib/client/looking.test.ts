import { afterEach, expect, test, vi } from 'vitest'
import { isLookedAt } from './looking'

afterEach(() => vi.unstubAllGlobals())

test.each([
  ['visible', true, true],
  ['visible', false, false],
  ['hidden', true, false],
  ['hidden', false, false],
])('a page that is %s, with the focus: %s, is looked at: %s', (visibilityState, hasFocus, isLooked) => {
  vi.stubGlobal('document', { visibilityState, hasFocus: () => hasFocus })
  expect(isLookedAt()).toBe(isLooked)
})
