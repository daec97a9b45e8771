// The languages Parley speaks.

/**
 * `name` is the language's own word for itself. `format` is whose dates, numbers and lists are written: British English
 * needs no comma before "and"; Arabic keeps the digits that room codes have, which its readers know from Rabat to Muscat.
 */
export const LANGUAGES = {
  en: { name: 'English', direction: 'ltr', format: 'en-GB' },
  es: { name: 'Español', direction: 'ltr', format: 'es' },
  ar: { name: 'العربية', direction: 'rtl', format: 'ar-u-nu-latn' },
} as const

export type Locale = keyof typeof LANGUAGES
export type Direction = (typeof LANGUAGES)[Locale]['direction']

export function isLocale(value: unknown): value is Locale {
  return typeof value === 'string' && Object.hasOwn(LANGUAGES, value)
}
