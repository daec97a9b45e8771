// Where the names and pictures of emoji lie: files made from emojibase-data by scripts/copy-emoji-data.ts.
import type { Locale } from '#lib/shared/languages'

/** It stands in the address, so that browsers may keep the files for good. */
export const EMOJI_VERSION = '17.0.0'
export const EMOJI_URL = `/emoji/${EMOJI_VERSION}`
export const SHORTCODES_URL = `${EMOJI_URL}/shortcodes.json`

/** Languages that emojibase has names in; others read the English ones. */
export const EMOJI_LOCALES = ['en', 'es'] as const satisfies readonly Locale[]
export type EmojiLocale = (typeof EMOJI_LOCALES)[number]

export function emojiLocale(locale: Locale): EmojiLocale {
  return EMOJI_LOCALES.find((known) => known === locale) ?? 'en'
}
