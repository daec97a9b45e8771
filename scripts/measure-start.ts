// Measures what `npm start` costs once built: the time to the first page and the memory of an idle server.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { startProductionServer } from '#lib/testing/production-server'

const FIRST_PAGE_MS = 1_500
/** A time depends on what else the machine does, so only twice the target fails; memory does not. */
const FIRST_PAGE_FAILS_MS = 2 * FIRST_PAGE_MS
const IDLE_MB = 180
const IDLE_AFTER_MS = 5_000

const server = await startProductionServer()
try {
  await delay(IDLE_AFTER_MS)
  const idle = residentMegabytes(server.pid)
  report('Start to first page', server.firstPageMs, FIRST_PAGE_MS, FIRST_PAGE_FAILS_MS, 'ms')
  report('Idle memory', idle, IDLE_MB, IDLE_MB, 'MB')
} finally {
  await server.stop()
}

function report(what: string, measured: number, target: number, fails: number, unit: string): void {
  const verdict = measured <= target ? 'within' : measured <= fails ? 'over, tolerated on a busy machine' : 'OVER'
  process.stdout.write(`${what}: ${Math.round(measured)} ${unit} of ${target} ${unit}: ${verdict}\n`)
  if (measured > fails) process.exitCode = 1
}

/** Resident set of a process, in megabytes of 1,000,000 bytes. */
function residentMegabytes(pid: number): number {
  const kibibytes =
    process.platform === 'linux'
      ? readFileSync(`/proc/${pid}/status`, 'utf8').match(/^VmRSS:\s+(\d+)/m)?.[1]
      : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })
  return (Number(kibibytes) * 1_024) / 1_000_000
}
