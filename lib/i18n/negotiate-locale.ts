// Which language a page is written in.
import { isLocale, type Locale } from '../shared/languages'

/** Where a browser keeps the language that somebody chose. */
export const LANGUAGE_COOKIE = 'parley-lang'

const DEFAULT: Locale = 'en'

/** What somebody chose, else what their browser prefers of the languages we have (RFC 9110, section 12.5.4). */
export function negotiateLocale(chosen: string | undefined, acceptLanguage: string | null): Locale {
  if (isLocale(chosen)) return chosen
  const wishes = (acceptLanguage ?? '').split(',').map(readWish)
  // Equal wishes stay in the order they were written in: the sort is stable.
  const best = wishes.filter(({ quality }) => quality > 0).sort((a, b) => b.quality - a.quality)
  return best.map(({ language }) => language).find(isLocale) ?? DEFAULT
}

/** "es-MX;q=0.8" wishes for Spanish. */
function readWish(wish: string): { language: string; quality: number } {
  const [tag = '', ...parameters] = wish.split(';').map((part) => part.trim().toLowerCase())
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2)
  return { language: tag.split('-')[0] ?? '', quality: quality === undefined ? 1 : Number(quality) || 0 }
}
