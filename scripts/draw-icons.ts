// Draws the icons of the installed app from app/icon.svg, with the browser that the tests drive. Run by hand when the
// icon changes: node --import tsx scripts/draw-icons.ts
import { mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { chromium } from '@playwright/test'
import { ROOT } from './current-build.mjs'
import { findBrowser } from './find-browser'

/** `full` fills its square: phones cut their own shape out of it. The sign stays within the safe four fifths. */
const ICONS = [
  { file: 'public/icons/icon-192.png', size: 192, shape: 'rounded' },
  { file: 'public/icons/icon-512.png', size: 512, shape: 'rounded' },
  { file: 'public/icons/icon-maskable-512.png', size: 512, shape: 'full' },
  { file: 'app/apple-icon.png', size: 180, shape: 'full' },
] as const

const svg = readFileSync(join(ROOT, 'app', 'icon.svg'), 'utf8')
const browser = await chromium.launch({
  executablePath: findBrowser().path,
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
try {
  for (const { file, size, shape } of ICONS) {
    const page = await browser.newPage({ viewport: { width: size, height: size } })
    const drawn = shape === 'full' ? svg.replace(' rx="8"', '') : svg
    await page.setContent(`<body style="margin:0">${drawn.replace('<svg', `<svg width="${size}" height="${size}"`)}`)
    mkdirSync(dirname(join(ROOT, file)), { recursive: true })
    await page.screenshot({ path: join(ROOT, file), omitBackground: true })
    await page.close()
  }
} finally {
  await browser.close()
}
