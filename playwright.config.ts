import { defineConfig } from '@playwright/test'

// Chromium's sandbox does not start as root; the background flags keep it from calling home during tests.
const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const browser = process.env.CHROMIUM_PATH

export default defineConfig({
  testDir: 'e2e',
  // A subfolder, since Playwright empties it: the reports of the whole run stand beside it.
  outputDir: 'test-results/e2e',
  fullyParallel: true,
  workers: 2,
  // A test that passes on the second try is a defect.
  retries: 0,
  forbidOnly: process.env.CI !== undefined,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/playwright.json' }]],
  use: {
    browserName: 'chromium',
    trace: 'retain-on-failure',
    launchOptions: { args: [...sandbox, ...quiet], ...(browser === undefined ? {} : { executablePath: browser }) },
  },
})
