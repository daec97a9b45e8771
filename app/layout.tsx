import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import { LanguageProvider } from '#components/language/language-provider'
import { catalogueOf } from '#lib/i18n/catalogue'
import { services } from '#lib/services'
import { LANGUAGES } from '#lib/shared/languages'
import { PREFERENCES_COOKIE, type Preferences, parsePreferences } from '#lib/shared/preferences'
import { displayFont, textFont } from './fonts'
import { findLocale, translator } from './language/translator'
import './globals.css'

export async function generateMetadata(): Promise<Metadata> {
  const t = await translator()
  return { title: { default: 'Parley', template: '%s · Parley' }, description: t('page.description') }
}

const THEME_COLORS = { light: '#f7fafb', dark: '#091418' } as const

async function findPreferences(): Promise<Preferences> {
  return parsePreferences((await cookies()).get(PREFERENCES_COOKIE)?.value)
}

export async function generateViewport(): Promise<Viewport> {
  const { theme } = await findPreferences()
  return {
    width: 'device-width',
    initialScale: 1,
    interactiveWidget: 'resizes-content',
    viewportFit: 'cover',
    themeColor:
      theme === 'system'
        ? [
            { media: '(prefers-color-scheme: light)', color: THEME_COLORS.light },
            { media: '(prefers-color-scheme: dark)', color: THEME_COLORS.dark },
          ]
        : THEME_COLORS[theme],
  }
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  // A page built ahead of its request could not carry the request's nonce.
  await connection()
  const locale = await findLocale()
  const { direction } = LANGUAGES[locale]
  const { theme, density } = await findPreferences()
  return (
    // The browser may have chosen otherwise since the page was made.
    <html
      lang={locale}
      dir={direction}
      data-theme={theme === 'system' ? undefined : theme}
      data-density={density}
      // Known only at run time, and to whoever runs this server.
      data-realtime={services().settings.realtimeUrl}
      className={`${displayFont.variable} ${textFont.variable}`}
      suppressHydrationWarning
    >
      <body>
        <LanguageProvider locale={locale} messages={catalogueOf(locale)}>
          {children}
        </LanguageProvider>
      </body>
    </html>
  )
}
