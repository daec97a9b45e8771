// Fills the sentences of one language. The same on the server and in the browser, so that nothing changes in hydration.
import format, { type FormatOptions, type FormatValues } from 'icu-minify/format'
import { createElement, Fragment, type ReactNode } from 'react'
import type { MessageKey, Messages, TagsOf, ValuesOf } from '#lib/i18n/message-types'
import { LANGUAGES, type Locale } from '#lib/shared/languages'

type Given<T> = keyof T extends never ? [] : [values: T]
type Tags<K extends MessageKey> = { [Tag in TagsOf<K>]: (children: ReactNode) => ReactNode }

/** `t('join.submit')`, `t('room.online', { count })`: the sentence behind a key, filled. */
export type Translate = {
  <K extends MessageKey>(key: K, ...given: Given<ValuesOf<K>>): string
  /** For a sentence with marked parts, such as a name in bold: `{ b: (name) => <bdi>{name}</bdi> }`. */
  rich<K extends MessageKey>(key: K, values: ValuesOf<K> & Tags<K>): ReactNode
  /** "Ada, Teo and Mina" */
  list(items: readonly string[]): string
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/

/** Keeps a name that runs the other way from turning the sentence around it (Unicode's UAX 9, isolates). */
function isolate(text: string, isRightToLeft: boolean): string {
  if (text.startsWith('\u2068')) return text
  return isRightToLeft || RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text
}

/** As children and not as an array: the parts of a sentence need no keys. */
function toNode(parts: ReactNode): ReactNode {
  if (!Array.isArray(parts)) return parts
  return parts.length === 1 ? parts[0] : createElement(Fragment, null, ...parts)
}

export function createTranslate(locale: Locale, messages: Messages): Translate {
  const { direction, format: place } = LANGUAGES[locale]
  const isRightToLeft = direction === 'rtl'
  const numbers = new Intl.NumberFormat(place)
  const plurals = new Intl.PluralRules(place)
  const options: FormatOptions = {
    formatters: {
      getNumberFormat: (_, style) => (style ? new Intl.NumberFormat(place, style) : numbers),
      getPluralRules: () => plurals,
      getDateTimeFormat: (_, style) => new Intl.DateTimeFormat(place, style),
    },
  }
  let lists: Intl.ListFormat | undefined

  function fill(key: MessageKey, given: object = {}): ReactNode {
    const values: FormatValues<ReactNode> = {}
    for (const [name, value] of Object.entries(given)) {
      values[name] =
        typeof value === 'string'
          ? isolate(value, isRightToLeft)
          : typeof value === 'function'
            ? (parts: ReactNode) => value(toNode(parts))
            : value
    }
    // A page from before an update may ask for a sentence that its server did not send.
    return toNode(format<ReactNode>(messages[key] ?? key, locale, values, options))
  }

  const t = (key: MessageKey, values?: object) => String(fill(key, values))
  t.rich = fill
  t.list = (items: readonly string[]) => {
    lists ??= new Intl.ListFormat(place, { type: 'conjunction' })
    return lists.format(items.map((item) => isolate(item, isRightToLeft)))
  }
  return t
}
