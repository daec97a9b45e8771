// The sentences of a language as the browser gets them: compiled here, so that no parser travels.
import compile from 'icu-minify/compile'
import type { Locale } from '../shared/languages'
import { ar } from './ar'
import { en } from './en'
import { es } from './es'
import type { Catalogue, Messages } from './message-types'

export const CATALOGUES: Record<Locale, Catalogue> = { en, es, ar }

const compiled = new Map<Locale, Messages>()

/** Every sentence of a language by its key, such as "join.submit". Compiled once. */
export function catalogueOf(locale: Locale): Messages {
  const known = compiled.get(locale)
  if (known) return known
  const messages = Object.fromEntries(
    Object.entries(CATALOGUES[locale]).flatMap(([section, sentences]) =>
      // Through JSON, since React sends no objects without a prototype to the browser.
      Object.entries(sentences).map(([name, text]) => [
        `${section}.${name}`,
        JSON.parse(JSON.stringify(compile(text))),
      ]),
    ),
  ) as Messages
  compiled.set(locale, messages)
  return messages
}
