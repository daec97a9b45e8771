import fc from 'fast-check'
import { expect, test } from 'vitest'
import { choicesOf, DEFAULT_PREFERENCES, formatPreferences, type Preferences, parsePreferences } from './preferences'

const anyPreferences: fc.Arbitrary<Preferences> = fc.record({
  theme: fc.constantFrom(...choicesOf('theme')),
  density: fc.constantFrom(...choicesOf('density')),
  enter: fc.constantFrom(...choicesOf('enter')),
  letterKeys: fc.constantFrom(...choicesOf('letterKeys')),
  sound: fc.constantFrom(...choicesOf('sound')),
  spoken: fc.constantFrom(...choicesOf('spoken')),
  spokenSent: fc.constantFrom(...choicesOf('spokenSent')),
})

test('what is chosen is read back as it was chosen', () => {
  fc.assert(
    fc.property(anyPreferences, (chosen) => {
      expect(parsePreferences(formatPreferences(chosen))).toEqual(chosen)
    }),
  )
  expect(formatPreferences(DEFAULT_PREFERENCES)).toBe('')
})

test('a cookie that says something else, or nothing, leaves the defaults', () => {
  expect(parsePreferences(undefined)).toEqual(DEFAULT_PREFERENCES)
  expect(parsePreferences('theme=purple&sound=on&x=y')).toEqual({ ...DEFAULT_PREFERENCES, sound: 'on' })
  fc.assert(fc.property(fc.string(), (value) => Object.keys(parsePreferences(value)).length === 7))
})
