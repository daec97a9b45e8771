// Runs the end-to-end tests against a current production build: in Chromium, then the held position in Firefox too; after
// `--with-faults` a part of the fault matrix runs beside Firefox, since both wait more than they work.
// With other arguments only one of them runs: after `--firefox` they go on to Vitest, else to `playwright test`.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { ROOT } from './current-build.mjs'
import { findBrowser, findShell } from './find-browser'

const require = createRequire(import.meta.url)
const playwright = join(dirname(require.resolve('@playwright/test/package.json')), 'cli.js')
const vitest = join(dirname(require.resolve('vitest/package.json')), 'vitest.mjs')

try {
  process.exitCode = await runAll(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
}

async function runAll(args: string[]): Promise<number> {
  const unbuilt = build()
  if (unbuilt !== 0) return unbuilt
  if (args[0] === '--firefox') return runFirefox(args.slice(1))
  if (args[0] === '--with-faults') return await runWithFaults()
  if (args.length > 0) return runChromium(args)
  // Both, so that the closing count is of the whole suite.
  const [chromium, firefox] = [runChromium([]), runFirefox([])]
  return chromium || firefox
}

/** What the faults print is told when Firefox is done, so that nothing stands between the lines of another. */
async function runWithFaults(): Promise<number> {
  const chromium = runChromium([])
  const printed = join(ROOT, 'test-results', 'faults.log')
  mkdirSync(dirname(printed), { recursive: true })
  const into = openSync(printed, 'w')
  const faults = spawn(process.execPath, ['--import', 'tsx', join('scripts', 'faults.ts'), '--smoke'], {
    cwd: ROOT,
    stdio: ['ignore', into, into],
  })
  const over = once(faults, 'exit')
  const firefox = runFirefox([])
  const [status] = await over
  closeSync(into)
  process.stdout.write(readFileSync(printed, 'utf8'))
  return chromium || firefox || (status ?? 1)
}

function build(): number {
  return run(['--import', 'tsx', join('scripts', 'build.ts'), '--if-needed'])
}

function runChromium(args: string[]): number {
  const whole = findBrowser('chromium')
  const shell = findShell()
  for (const { path, how } of shell ? [whole, shell] : [whole]) process.stdout.write(`Browser: ${path}, ${how}.\n`)
  process.env.CHROMIUM_PATH = whole.path
  process.env.CHROMIUM_SHELL_PATH = (shell ?? whole).path
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
