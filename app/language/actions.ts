'use server'

import { cookies } from 'next/headers'
import { LANGUAGE_COOKIE } from '#lib/i18n/negotiate-locale'
import { services } from '#lib/services'
import { isLocale } from '#lib/shared/languages'

const YEAR = 365 * 24 * 3_600

/** Keeps the language that was chosen in this browser; the page comes again in it. Anything else is not kept. */
export async function chooseLanguage(form: FormData): Promise<void> {
  const language = form.get('language')
  if (!isLocale(language)) return
  const secure = services().settings.appUrl?.startsWith('https:') === true
  const jar = await cookies()
  jar.set(LANGUAGE_COOKIE, language, { httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge: YEAR })
}
