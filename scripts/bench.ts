// Measures Parley beside a bare relay and writes what it found into docs/performance.md.
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, release } from 'node:os'
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
import { print, runTool } from './tool'

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

const HELP = `Usage: npm run bench -- [options]

Measures Parley beside a bare relay, about forty minutes for everything, and writes what it found into ${PAGE}.

  --scenario A,B  only these of ${Object.keys(SCENARIOS).join(', ')}
  --store S       only on sqlite, or only on postgres
  --quick         seconds for each, to see that it works; writes nothing
  --help          show this and stop`

type Asked = { names: readonly string[] | undefined; store: string | undefined; isQuick: boolean }

await runTool(
  HELP,
  { scenario: { type: 'string' }, store: { type: 'string' }, quick: { type: 'boolean' } },
  ({ values: { scenario, store, quick: isQuick = false } }) => measure({ names: scenario?.split(','), store, isQuick }),
)

async function measure(asked: Asked): Promise<void> {
  const { names, store, isQuick } = asked
  const unknown = (names ?? []).filter((name) => !Object.hasOwn(SCENARIOS, name))
  if (unknown.length > 0)
    throw new Error(`There is no scenario ${unknown.join(', ')}: ${Object.keys(SCENARIOS).join(', ')}.`)
  if (store !== undefined && !['sqlite', 'postgres'].includes(store))
    throw new Error('The store is sqlite or postgres.')
  const began = performance.now()
  const found: Found[] = []
  try {
    print(describeMachine())
    if (store !== 'postgres') found.push(...(await measureOnSqlite(asked)))
    if (store !== 'sqlite') found.push(...(await measureOnPostgres(asked)))
  } finally {
    await endProcesses()
  }
  for (const each of found) print(`\n${markdownOf(each)}`)
  const took = `${Math.round((performance.now() - began) / 60_000)} minutes`
  if (isQuick) print(`\nA quick look says little, so ${PAGE} stays as it is.`)
  else write(found, took)
}

async function measureOn(store: Store, names: readonly string[], isQuick: boolean): Promise<Found[]> {
  const run = isQuick ? quick(store, print) : careful(store, print)
  const found: Found[] = []
  for (const name of names) {
    try {
      const result = await SCENARIOS[name]?.(run)
      if (result) found.push(result)
    } catch (error) {
      // The others are measured all the same.
      process.exitCode = 1
      print(`${name} ${store.kind} failed: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return found
}

function measureOnSqlite({ names, isQuick }: Asked): Promise<Found[]> {
  return measureOn({ kind: 'sqlite' }, names?.filter((name) => name !== 'nodes') ?? ON_SQLITE, isQuick)
}

async function measureOnPostgres({ names, isQuick }: Asked): Promise<Found[]> {
  const bin = findPostgres()
  if (bin === undefined) {
    print('Postgres is not measured: there is none under /usr/lib/postgresql/*/bin or in PATH.')
    return []
  }
  const { url, stop } = await startPostgres(bin)
  try {
    return await measureOn({ kind: 'postgres', url }, names ?? ON_POSTGRES, isQuick)
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

function write(found: readonly Found[], time: string): void {
  const machine = { place: 'machine', title: 'This run', head: ['', ''], notes: [] }
  const day = new Date().toISOString().slice(0, 10)
  const rows = [
    ['day', day],
    ['machine', describeMachine().split('\n').join('<br>')],
    ['took', time],
  ]
  const page = [{ ...machine, rows }, ...found].reduce(placeOn, readFileSync(PAGE, 'utf8'))
  writeFileSync(PAGE, page)
  print(`\nWritten to ${PAGE}.`)
}
