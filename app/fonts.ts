// The two faces of Parley, served by ourselves. Never from a font service: that downloads at build time.
import localFont from 'next/font/local'

export const displayFont = localFont({
  src: '../node_modules/@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque-latin-wght-normal.woff2',
  weight: '200 800',
  variable: '--font-bricolage',
  display: 'swap',
  preload: true,
  adjustFontFallback: 'Arial',
})

export const textFont = localFont({
  src: '../node_modules/@fontsource-variable/figtree/files/figtree-latin-wght-normal.woff2',
  weight: '300 900',
  variable: '--font-figtree',
  display: 'swap',
  preload: true,
  adjustFontFallback: 'Arial',
})
