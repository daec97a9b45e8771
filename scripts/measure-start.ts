// Measures what `npm start` costs once built: the time to the first page and the memory of an idle server.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { startTimed } from './timed-start'

const FIRST_PAGE_MS = 1_500
/** A time depends on what else the machine does, so only twice the target fails; memory does not. */
const FIRST_PAGE_FAILS_MS = 2 * FIRST_PAGE_MS
const IDLE_MB = 180
const IDLE_AFTER_MS = 5_000
/** V8 gives back what starting took only after a while of doing nothing: seen here after 15 to 25 s. */
const IDLE_WITHIN_MS = 30_000

/** What else the machine does can only slow a start down, so the quickest of a few is the program's own. */
const STARTS = 3

const starts: number[] = []
let idle = 0
while (starts.length < STARTS && !starts.some((took) => took <= FIRST_PAGE_MS)) {
  const server = await startTimed()
  starts.push(server.firstPageMs)
  try {
    idle = await idleMegabytes(server.pid)
  } finally {
    await server.stop()
  }
}
report(`Start to first page, best of ${starts.length}`, Math.min(...starts), FIRST_PAGE_MS, FIRST_PAGE_FAILS_MS, 'ms')
report('Idle memory', idle, IDLE_MB, IDLE_MB, 'MB')

function report(what: string, measured: number, target: number, fails: number, unit: string): void {
  const verdict = measured <= target ? 'within' : measured <= fails ? 'over, tolerated on a busy machine' : 'OVER'
  process.stdout.write(`${what}: ${Math.round(measured)} ${unit} of ${target} ${unit}: ${verdict}\n`)
  if (measured > fails) process.exitCode = 1
}

async function idleMegabytes(pid: number): Promise<number> {
  const until = performance.now() + IDLE_WITHIN_MS
  await delay(IDLE_AFTER_MS)
  while (residentMegabytes(pid) > IDLE_MB && performance.now() < until) await delay(1_000)
  return residentMegabytes(pid)
}

/** Resident set of a process, in megabytes of 1,000,000 bytes. */
function residentMegabytes(pid: number): number {
  const kibibytes =
    process.platform === 'linux'
      ? readFileSync(`/proc/${pid}/status`, 'utf8').match(/^VmRSS:\s+(\d+)/m)?.[1]
      : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })
  return (Number(kibibytes) * 1_024) / 1_000_000
}
