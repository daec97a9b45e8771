'use client'

import { createContext, type ReactNode, useMemo } from 'react'
import type { Messages } from '#lib/i18n/message-types'
import { type Direction, LANGUAGES, type Locale } from '#lib/shared/languages'
import { createTranslate, type Translate } from './translate'

/** `locale` is the language, `direction` the way it runs. */
export type Language = { locale: Locale; direction: Direction; t: Translate }

export const LanguageContext = createContext<Language | undefined>(undefined)

type Props = { locale: Locale; messages: Messages; children: ReactNode }

/** The language of the page and its sentences, which come with the page and so are in no script. */
export function LanguageProvider({ locale, messages, children }: Props) {
  const language = useMemo(
    () => ({ locale, direction: LANGUAGES[locale].direction, t: createTranslate(locale, messages) }),
    [locale, messages],
  )
  return <LanguageContext value={language}>{children}</LanguageContext>
}
