import { expect, it } from 'vitest'
import { negotiateLocale } from './negotiate-locale'

it.each([
  [undefined, null, 'en'],
  [undefined, '', 'en'],
  [undefined, 'es', 'es'],
  [undefined, 'AR-eg', 'ar'],
  [undefined, 'es-MX,es;q=0.9,en;q=0.8', 'es'],
  [undefined, 'fr-CH, fr;q=0.9, ar;q=0.5, en;q=0.4', 'ar'],
  [undefined, 'en;q=0.2, es;q=0.7', 'es'],
  [undefined, 'es;q=0, ar;q=0.1', 'ar'],
  [undefined, 'es;q=0', 'en'],
  [undefined, 'de, *;q=0.5', 'en'],
  [undefined, 'constructor, __proto__;q=1', 'en'],
  [undefined, ';;;q=,,es;q=nonsense,ar', 'ar'],
  ['ar', 'es', 'ar'],
  ['en', 'es', 'en'],
  ['tlh', 'es', 'es'],
  ['toString', null, 'en'],
] as const)('chosen %s, preferred %s: %s', (chosen, acceptLanguage, locale) => {
  expect(negotiateLocale(chosen, acceptLanguage)).toBe(locale)
})
