// Nodes that end themselves at one point of a commit, the CRASH_AFTER-th time they come by. The point is put into the
// bundle here; the product knows nothing of it.
import type { Build } from './node-bundle'

export type CrashPoint = { name: string; build: Build }

const FILE = 'lib/domain/commit-queue.ts'
const CRASH = `if ((globalThis.crashAfter = (globalThis.crashAfter ?? Number(process.env.CRASH_AFTER ?? 1)) - 1) <= 0)
  process.kill(process.pid, 'SIGKILL')
`

function point(name: string, find: string | RegExp, replace: string): CrashPoint {
  return { name, build: { name: `crash-${name.replaceAll(' ', '-')}`, patches: [{ file: FILE, find, replace }] } }
}

export const CRASH_POINTS: readonly CrashPoint[] = [
  point(
    'before the insert',
    'const { outcomes, ranges } = await database.transact(',
    `${CRASH}const { outcomes, ranges } = await database.transact(`,
  ),
  point(
    'after the commit before the ack',
    'batch.forEach((item, index) => {',
    `${CRASH}batch.forEach((item, index) => {`,
  ),
  point(
    'after the ack before the fan-out',
    /\bcommitted\(ranges\)\n/,
    // The answers leave in the turns between.
    `await new Promise((resolve) => setTimeout(resolve, 5))\n${CRASH}committed(ranges)\n`,
  ),
]
