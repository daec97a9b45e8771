import { defineConfig } from '@playwright/test'

// Chromium's sandbox does not start as root; the background flags keep it from calling home during tests.
const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
// Chromium heeds the last of these flags only, so it repeats what Playwright's own switches off and matters here: no
// calls home, no upgrade to https on the LAN address, no frames held back. The first two are hidden pages that a whole
// Chromium draws for the address bar of every window: a quarter of all the work, for nobody.
const without = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'PaintHolding',
  'MediaRouter',
  'Translate',
  'LensOverlay',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'DestroyProfileOnBrowserClose',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
]
const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${without.join(',')}`,
]

/** A named browser, else Playwright's own. */
function launch(executablePath: string | undefined) {
  return {
    launchOptions: { args: [...sandbox, ...quiet], ...(executablePath === undefined ? {} : { executablePath }) },
  }
}

// What only a whole Chromium has: the shell refuses every notification.
const WHOLE = /noticing\.spec\.ts$/

export default defineConfig({
  testDir: 'e2e',
  // A subfolder, since Playwright empties it: the reports of the whole run stand beside it.
  outputDir: 'test-results/e2e',
  fullyParallel: true,
  // One more than the processors of a small machine, since each story also waits: for banners, pauses, the end of a typing.
  workers: 3,
  // A test that passes on the second try is a defect.
  retries: 0,
  forbidOnly: process.env.CI !== undefined,
  // Far above what a story takes, since it may share its machine: they find what hangs and nothing else.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/playwright.json' }]],
  use: {
    browserName: 'chromium',
    // Every story is recorded, since nothing is tried twice: what was done and asked, and when. Without films and copies of
    // the page at every step, which are a seventh of all the work; how a page looked in the end is kept beside it.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false, sources: true },
    screenshot: 'only-on-failure',
    locale: 'en-GB',
    // Not UTC, in which the server writes: what the browser makes of times is part of the stories.
    timezoneId: 'Europe/Berlin',
  },
  projects: [
    { name: 'stories', testIgnore: WHOLE, use: launch(process.env.CHROMIUM_SHELL_PATH) },
    { name: 'whole', testMatch: WHOLE, use: launch(process.env.CHROMIUM_PATH) },
  ],
})
