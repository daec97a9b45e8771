// Adds up what Vitest, Playwright, the suite in Firefox and the faults reported into one closing line. Reads their reports
// and nothing else, so a suite that did not run counts nothing and is named.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from './current-build.mjs'

type Counts = { passed: number; failed: number; skipped: number }
type Vitest = {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: { status: string; assertionResults: unknown[] }[]
}
type Playwright = {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  errors: unknown[]
}

/** A file that failed before its first test counts as one failed test. */
export function countVitest(report: Vitest): Counts {
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/** A flaky test counts as failed, since nothing is tried twice here; so does an error outside any test. */
export function countPlaywright({ stats, errors }: Playwright): Counts {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped }
}

/** A row with a seed counts as one test, and so does everything that was broken on purpose and had to be noticed. */
export function countFaults({ passed, failed, skipped }: Counts): Counts {
  return { passed, failed, skipped }
}

export function describeCounts(all: Counts[]): string {
  const sum = (key: keyof Counts) => all.reduce((total, counts) => total + counts[key], 0)
  return `${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`
}

function read<T>(name: string, count: (report: T) => Counts): Counts[] {
  const path = join(ROOT, 'test-results', `${name}.json`)
  if (existsSync(path)) return [count(JSON.parse(readFileSync(path, 'utf8')))]
  process.stdout.write(`No report of ${name}: it did not run.\n`)
  return []
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const counts = [
    ...[read('vitest', countVitest), read('playwright', countPlaywright), read('firefox', countVitest)],
    read('faults', countFaults),
  ]
  process.stdout.write(`${describeCounts(counts.flat())}\n`)
}
