// Runs the end-to-end tests against a current production build. Arguments go on to `playwright test`.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { ROOT } from './current-build.mjs'
import { findBrowser } from './find-browser'

const playwright = join(dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')), 'cli.js')

try {
  const { path, how } = findBrowser()
  process.stdout.write(`Browser: ${path}, ${how}.\n`)
  process.env.CHROMIUM_PATH = path
  run(['--import', 'tsx', join('scripts', 'build.ts'), '--if-needed'])
  run([playwright, 'test', ...process.argv.slice(2)])
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
}

function run(args: string[]): void {
  const { status, signal } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? (signal === 'SIGINT' ? 130 : 1))
}
