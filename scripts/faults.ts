// The fault matrix: falsifies its checker, then runs rows over seeds, prints one line for each and, where asked, the report.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Asked, OPTIONS, parseAsked } from '../bench/faults/asked'
import { falsifyProduct, falsifyRecords } from '../bench/faults/falsification'
import { LAB_LIMITS } from '../bench/faults/lab'
import { removeBundles } from '../bench/faults/node-bundle'
import { falsifiedLine } from '../bench/faults/print'
import { makePlace, writeReport } from '../bench/faults/report'
import { isGreen } from '../bench/faults/row'
import { type Planned, runMatrix } from '../bench/faults/run-matrix'
import { closeAllStores, openStores } from '../bench/faults/stores'
import { ROOT } from './current-build.mjs'
import { findProgram } from './find-program'
import { print, runTool } from './tool'

const HELP = `Usage: npm run faults -- [options]

Runs the fault matrix: real nodes, a network that fails, many clients, and a checker that is shown wrong histories first.

  --row F4         only this row; may be given again
  --store S        only on sqlite, or only on postgres
  --seeds 20       so many seeds of each row, the first ones
  --seed N         only this one
  --jobs 1         so many at a time
  --minutes 1      how long the soak F25 takes
  --mutants        shows the checker broken products, too
  --mutant WORDS   only the broken product whose name has these words
  --keep           keeps what every run left behind; else only of the red ones
  --smoke          what every run of the tests can afford
  --report FILE    writes the report there
  --help           show this and stop`

const needsRedis = ({ row, storeKind }: Planned): boolean => row.bus && storeKind === 'postgres'

/** Why there is no Redis on this machine, where there is none and none may be installed. */
function redisLacking(): string | undefined {
  try {
    findProgram('redis-server')
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

async function run({ planned, mutants, isMutantOnly, soakMs, jobs, keepsAll, ...asked }: Asked): Promise<boolean> {
  const report = asked.report === undefined ? undefined : resolve(ROOT, asked.report)
  // Whoever asked for it in the wrong place hears so before the run, not after it.
  if (report) makePlace(report)
  const stores = openStores()
  const startedAt = new Date()
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void closeAllStores().finally(() => process.exit(130)))
  try {
    print(
      `Settings raised in every node: LIMITS=${Object.entries(LAB_LIMITS)
        .map((pair) => pair.join('='))
        .join()}`,
    )
    const falsified = await falsifyRecords(stores)
    for (const one of falsified) print(falsifiedLine(one))
    for (const mutant of mutants) {
      falsified.push(await falsifyProduct(stores, mutant))
      for (const one of falsified.slice(-1)) print(falsifiedLine(one))
    }
    if (isMutantOnly) return falsified.every(({ result }) => result === 'caught')
    const noRedis = planned.some(needsRedis) ? redisLacking() : undefined
    const lackingFor = (each: Planned): string | undefined =>
      each.storeKind === 'postgres' ? (stores.lacking ?? (needsRedis(each) ? noRedis : undefined)) : undefined
    const skipped = planned.filter((each) => lackingFor(each) !== undefined)
    for (const each of skipped) print(`skipped: ${each.row.id} on Postgres (${lackingFor(each)})`)
    const results = await runMatrix(
      planned.filter((each) => !skipped.includes(each)),
      { stores, soakMs, keepsAll, jobs, say: print },
    )
    const red = results.filter((result) => !isGreen(result))
    const missed = falsified.filter(({ result }) => result !== 'caught')
    const counts = {
      passed: results.length - red.length + falsified.length - missed.length,
      failed: red.length + missed.length,
      skipped: skipped.length,
    }
    mkdirSync(join(ROOT, 'test-results'), { recursive: true })
    writeFileSync(join(ROOT, 'test-results', 'faults.json'), JSON.stringify({ ...counts, falsified, results }, null, 1))
    if (report) writeReport(report, { results, falsified, startedAt, limits: LAB_LIMITS })
    for (const { row, store, seed } of red)
      print(`again: npm run faults -- --row ${row} --store ${store} --seed ${seed}`)
    print(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
    return counts.failed === 0
  } finally {
    await stores.close()
    await removeBundles()
  }
}

await runTool(HELP, OPTIONS, async ({ values }) => {
  if (!(await run(parseAsked(values)))) process.exitCode = 1
})
// What a run that failed half-way left open must not keep it from ending.
process.exit()
