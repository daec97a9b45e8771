'use client'

import { useSyncExternalStore } from 'react'
import { ProblemScreen } from '#components/problem-screen'
import { Button } from '#components/ui/button'
import { fault as ar } from '#lib/i18n/ar/fault'
import { fault as en } from '#lib/i18n/en/fault'
import { fault as es } from '#lib/i18n/es/fault'
import { isLocale, LANGUAGES, type Locale } from '#lib/shared/languages'
import './globals.css'

const SENTENCES = { en, es, ar }

const subscribeToNothing = () => () => {}

/** The language of the page that failed, else the browser's. */
function findLanguage(): Locale {
  const wishes = [document.documentElement.lang, ...navigator.languages].map((tag) => tag.slice(0, 2))
  return wishes.find(isLocale) ?? 'en'
}

/** Stands in for the root layout when that itself fails, and so has its sentences with it. */
export default function GlobalError({ reset }: { error: Error; reset: () => void }) {
  const locale = useSyncExternalStore<Locale>(subscribeToNothing, findLanguage, () => 'en')
  const { title, sentence, retry } = SENTENCES[locale]
  return (
    <html lang={locale} dir={LANGUAGES[locale].direction}>
      <body>
        <ProblemScreen title={title} sentence={sentence}>
          <Button type="button" look="primary" onClick={reset}>
            {retry}
          </Button>
        </ProblemScreen>
      </body>
    </html>
  )
}
