import type { MetadataRoute } from 'next'
import { LANGUAGES } from '#lib/shared/languages'
import { findLocale, translator } from './language/translator'

/** What an installed Parley is called and looks like. The icons are drawn by scripts/draw-icons.ts. */
export default async function manifest(): Promise<MetadataRoute.Manifest> {
  const [locale, t] = await Promise.all([findLocale(), translator()])
  return {
    id: '/',
    name: 'Parley',
    short_name: 'Parley',
    description: t('page.description'),
    lang: locale,
    dir: LANGUAGES[locale].direction,
    start_url: '/',
    scope: '/',
    display: 'standalone',
    background_color: '#f7fafb',
    theme_color: '#006473',
    icons: [
      { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icons/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  }
}
