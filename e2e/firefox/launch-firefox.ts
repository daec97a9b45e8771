// Starts the system's Firefox over WebDriver BiDi, with a profile and a home that nobody else has.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import puppeteer, { type Browser } from 'puppeteer-core'
import { findBrowser } from '../../scripts/find-browser'

export type Firefox = { browser: Browser; close: () => Promise<void> }

export async function launchFirefox(): Promise<Firefox> {
  const home = mkdtempSync(join(tmpdir(), 'parley-firefox-'))
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: findBrowser('firefox').path,
    headless: true,
    // Firefox does not start as root in the home of someone else, and keeps caches there.
    env: { ...process.env, HOME: home, MOZ_HEADLESS: '1' },
    extraPrefsFirefox: {
      // The rows that come in are watched as people see them who did not ask for less.
      'ui.prefersReducedMotion': 0,
      'intl.accept_languages': 'en-GB, en',
    },
  })
  return {
    browser,
    async close() {
      await browser.close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}
