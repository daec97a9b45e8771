// The processes of a benchmark: each on a processor of its own where the machine and its tools allow that.
import { type ChildProcess, fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { build } from 'esbuild'
import { freePort } from '#lib/testing/free-port'
import { ROOT } from '../../scripts/current-build.mjs'
import type { Answer, Order } from './orders'
import type { Probe } from './server-probe'

export const isPinned = availableParallelism() >= 2 && spawnSync('taskset', ['-V']).status === 0
const SERVER_CORE = '0'
const GENERATOR_CORES = availableParallelism() > 2 ? `1-${availableParallelism() - 1}` : '1'
export const GENERATORS = Math.min(4, Math.max(1, availableParallelism() - 1))

export type Served = {
  origin: string
  probe(isCollected?: boolean): Promise<Probe>
  stop(): Promise<void>
}

export type Generator = { obey(order: Order): Promise<Answer>; stop(): Promise<void> }

const READY_WITHIN_MS = 20_000
let folder: string | undefined
const bundled = new Map<string, Promise<string>>()
const running = new Set<ChildProcess>()

export type Entry = 'parley-server' | 'relay-server' | 'generator'

/** Beside the packages it imports; once per run. */
function bundle(entry: Entry): Promise<string> {
  const known = bundled.get(entry)
  if (known) return known
  folder ??= cacheFolder()
  const outfile = join(folder, `${entry}.mjs`)
  const shape = { bundle: true, platform: 'node', format: 'esm', target: 'node20', packages: 'external' } as const
  const made = build({
    ...shape,
    absWorkingDir: ROOT,
    entryPoints: [`bench/load/${entry}.ts`],
    outfile,
    logLevel: 'error',
  }).then(() => outfile)
  bundled.set(entry, made)
  return made
}

function cacheFolder(): string {
  const cache = join(ROOT, 'node_modules', '.cache')
  mkdirSync(cache, { recursive: true })
  return mkdtempSync(join(cache, 'parley-bench-'))
}

export async function startServed(
  entry: 'parley-server' | 'relay-server',
  env: Record<string, string>,
): Promise<Served> {
  const port = await freePort()
  const child = await start(entry, SERVER_CORE, { ...env, PORT: String(port), HOST: '127.0.0.1' })
  const origin = `http://127.0.0.1:${port}`
  await ready(origin, child)
  return {
    origin,
    probe(isCollected = false) {
      return ask<Probe>(child, isCollected ? 'probe:collected' : 'probe')
    },
    stop: () => end(child),
  }
}

export async function startGenerator(): Promise<Generator> {
  const child = await start('generator', GENERATOR_CORES, {})
  return {
    async obey(order) {
      const answer = await ask<Answer>(child, order)
      if (answer.kind === 'failed') throw new Error(`A generator failed: ${answer.why}`)
      return answer
    },
    stop: () => end(child),
  }
}

async function start(entry: Entry, cores: string, env: Record<string, string>): Promise<ChildProcess> {
  const file = await bundle(entry)
  const { PATH = '', HOME = '', BENCH_NODE_OPTIONS = '' } = process.env
  const flags = ['--expose-gc', ...(entry === 'generator' ? [] : BENCH_NODE_OPTIONS.split(' '))]
  const child = fork(file, {
    cwd: ROOT,
    env: { PATH, HOME, ...env, NODE_ENV: 'production' },
    serialization: 'advanced',
    ...(isPinned
      ? { execPath: 'taskset', execArgv: ['-c', cores, process.execPath, ...flags.filter((flag) => flag !== '')] }
      : { execArgv: flags.filter((flag) => flag !== '') }),
  })
  running.add(child)
  child.once('exit', () => running.delete(child))
  return child
}

/** One question at a time. */
function ask<T>(child: ChildProcess, question: Order | string): Promise<T> {
  return new Promise((resolve, reject) => {
    const gone = (code: number | null): void => reject(new Error(`A process of the benchmark ended (${code}).`))
    child.once('exit', gone)
    child.once('message', (answer: T & object) => {
      child.off('exit', gone)
      resolve(answer)
    })
    child.send(question)
  })
}

async function ready(origin: string, child: ChildProcess): Promise<void> {
  for (const until = performance.now() + READY_WITHIN_MS; performance.now() < until; await delay(20)) {
    if (child.exitCode !== null) break
    if (await isAnswering(origin)) return
  }
  throw new Error('A server of the benchmark is not ready.')
}

async function isAnswering(origin: string): Promise<boolean> {
  try {
    const { status } = await fetch(`${origin}/readyz`)
    return status === 200 || status === 404
  } catch {
    return false
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await Promise.race([gone, delay(5_000, undefined, { ref: false }).then(() => child.kill('SIGKILL'))])
  await gone
}

/** Ends what is still running and removes what was made for the run. */
export async function endProcesses(): Promise<void> {
  await Promise.all([...running].map(end))
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
  folder = undefined
  bundled.clear()
}

/** A data folder of a server's own. */
export function dataFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'parley-bench-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}
