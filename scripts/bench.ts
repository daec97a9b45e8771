// Measures Parley beside a bare relay and writes what it found into docs/performance.md.
//   npm run bench                        everything, about twenty minutes on a machine at rest
//   npm run bench -- --scenario A,B --store sqlite
//   npm run bench -- --quick             seconds, to see that it works; writes nothing
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, release } from 'node:os'
import { parseArgs } from 'node:util'
import { findPostgres, startPostgres } from '#lib/testing/postgres'
import { measureDurableSend } from '../bench/load/durable-send'
import { measureCrowds, measureHistory } from '../bench/load/growth'
import { measureIdleMembers } from '../bench/load/idle-members'
import { careful, quick, type Run } from '../bench/load/pace-of-run'
import { endProcesses, GENERATORS, isPinned } from '../bench/load/processes'
import { measureStorm } from '../bench/load/reconnect-storm'
import { LIMITS, type Store } from '../bench/load/stage'
import { type Found, markdownOf, placeOn } from '../bench/load/table'
import { BUSY_ROOM, MANY_ROOMS, measureThroughput } from '../bench/load/throughput'
import { measureTwoNodes } from '../bench/load/two-nodes'

const PAGE = 'docs/performance.md'

const SCENARIOS: Record<string, (run: Run) => Promise<Found>> = {
  A: (run) => measureThroughput(BUSY_ROOM, run),
  B: (run) => measureThroughput(MANY_ROOMS, run),
  C: measureIdleMembers,
  D: measureDurableSend,
  E: measureStorm,
  history: measureHistory,
  crowds: measureCrowds,
  nodes: measureTwoNodes,
}
/** The rest is measured on Postgres only where it is asked for by name. */
const ON_POSTGRES = ['A', 'B', 'D', 'E', 'nodes']
const ON_SQLITE = ['A', 'B', 'C', 'D', 'E', 'history', 'crowds']

const { values } = parseArgs({
  options: {
    scenario: { type: 'string' },
    store: { type: 'string' },
    quick: { type: 'boolean', default: false },
  },
})
const asked = values.scenario?.split(',')
const unknown = (asked ?? []).filter((name) => !Object.hasOwn(SCENARIOS, name))
if (unknown.length > 0)
  throw new Error(`There is no scenario ${unknown.join(', ')}: ${Object.keys(SCENARIOS).join(', ')}.`)
if (values.store !== undefined && !['sqlite', 'postgres'].includes(values.store))
  throw new Error('The store is sqlite or postgres.')

const began = performance.now()
const found: Found[] = []
try {
  say(describeMachine())
  if (values.store !== 'postgres')
    await measureOn({ kind: 'sqlite' }, asked?.filter((name) => name !== 'nodes') ?? ON_SQLITE)
  if (values.store !== 'sqlite') await measureOnPostgres()
} finally {
  await endProcesses()
}
for (const each of found) say(`\n${markdownOf(each)}`)
const took = `${Math.round((performance.now() - began) / 60_000)} minutes`
if (values.quick) say(`\nA quick look says little, so ${PAGE} stays as it is.`)
else write(took)

async function measureOn(store: Store, names: readonly string[]): Promise<void> {
  const run = values.quick ? quick(store, say) : careful(store, say)
  for (const name of names) {
    try {
      const result = await SCENARIOS[name]?.(run)
      if (result) found.push(result)
    } catch (error) {
      // The others are measured all the same.
      process.exitCode = 1
      say(`${name} ${store.kind} failed: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}

async function measureOnPostgres(): Promise<void> {
  const bin = findPostgres()
  if (bin === undefined) {
    say('Postgres is not measured: there is none under /usr/lib/postgresql/*/bin or in PATH.')
    return
  }
  const { url, stop } = await startPostgres(bin)
  try {
    await measureOn({ kind: 'postgres', url }, asked ?? ON_POSTGRES)
  } finally {
    await stop()
  }
}

function describeMachine(): string {
  const [processor] = cpus()
  const pinned = isPinned ? 'the server has one to itself, the generator the rest' : 'nothing is pinned'
  return (
    `${cpus().length} processors (${processor?.model.trim()}), ${process.platform} ${release()}, Node.js ` +
    `${process.versions.node}; ${pinned}; ${GENERATORS} generator process(es).\nLIMITS="${LIMITS}"`
  )
}

function write(time: string): void {
  const machine = { place: 'machine', title: 'This run', head: ['', ''], notes: [] }
  const day = new Date().toISOString().slice(0, 10)
  const rows = [
    ['day', day],
    ['machine', describeMachine().split('\n').join('<br>')],
    ['took', time],
  ]
  const page = [{ ...machine, rows }, ...found].reduce(placeOn, readFileSync(PAGE, 'utf8'))
  writeFileSync(PAGE, page)
  say(`\nWritten to ${PAGE}.`)
}

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`)
}
