// Runs the end-to-end tests against a current production build: in Chromium, then the held position in Firefox too.
// With arguments only one of them runs: after `--firefox` they go on to Vitest, else to `playwright test`.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { ROOT } from './current-build.mjs'
import { findBrowser } from './find-browser'

const require = createRequire(import.meta.url)
const playwright = join(dirname(require.resolve('@playwright/test/package.json')), 'cli.js')
const vitest = join(dirname(require.resolve('vitest/package.json')), 'vitest.mjs')

try {
  process.exitCode = runAll(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
}

function runAll(args: string[]): number {
  const unbuilt = build()
  if (unbuilt !== 0) return unbuilt
  if (args[0] === '--firefox') return runFirefox(args.slice(1))
  if (args.length > 0) return runChromium(args)
  // Both, so that the closing count is of the whole suite.
  const [chromium, firefox] = [runChromium([]), runFirefox([])]
  return chromium || firefox
}

function build(): number {
  return run(['--import', 'tsx', join('scripts', 'build.ts'), '--if-needed'])
}

function runChromium(args: string[]): number {
  const { path, how } = findBrowser('chromium')
  process.stdout.write(`Browser: ${path}, ${how}.\n`)
  process.env.CHROMIUM_PATH = path
  return run([playwright, 'test', ...args])
}

function runFirefox(args: string[]): number {
  const { path, how } = findBrowser('firefox')
  process.stdout.write(`Browser: ${path}, ${how}.\n`)
  process.env.FIREFOX_PATH = path
  return run([vitest, 'run', '--config', 'vitest.firefox.config.ts', ...args])
}

/** @returns how it ended, 0 when all is well. Ends with it when it was told to stop. */
function run(args: string[]): number {
  const { status, signal } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' })
  if (signal === 'SIGINT') process.exit(130)
  return status ?? 1
}
