// The language of the page that is being answered.
import { cookies, headers } from 'next/headers'
import { createTranslate, type Translate } from '#components/language/translate'
import { catalogueOf } from '#lib/i18n/catalogue'
import { LANGUAGE_COOKIE, negotiateLocale } from '#lib/i18n/negotiate-locale'
import type { Locale } from '#lib/shared/languages'

export async function findLocale(): Promise<Locale> {
  const chosen = (await cookies()).get(LANGUAGE_COOKIE)?.value
  return negotiateLocale(chosen, (await headers()).get('accept-language'))
}

/** The sentences for what is rendered on the server: `const t = await translator()`. */
export async function translator(): Promise<Translate> {
  const locale = await findLocale()
  return createTranslate(locale, catalogueOf(locale))
}
