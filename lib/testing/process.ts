// Parley in a process of its own, to be killed, drained, measured and refused: the bundled server where there is a
// current build, else the same parts without pages.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { build } from 'esbuild'
import { BUNDLE, isBuildCurrent, ROOT } from '../../scripts/current-build.mjs'
import { loadSecret } from '../auth/secret'
import { openDatabase } from '../db/open'
import { createRateLimits } from '../domain/rate-limit'
import { parseSettings } from '../env'
import type { Host } from './client'
import { freePort } from './free-port'

type Ended = { code: number | null; signal: NodeJS.Signals | null }

export type ParleyProcess = {
  origin: string
  port: number
  dataDir: string
  /** Everything it printed and logged so far. */
  printed(): string
  /** Resolves when the process is over. */
  ended: Promise<Ended>
  kill(signal: NodeJS.Signals): Promise<Ended>
  /** Sends the signal without waiting for an end: for stopping and continuing. */
  signal(signal: NodeJS.Signals): void
  /** Says something over IPC, to an entry of one's own that listens. */
  tell(message: object): void
  pid: number | undefined
  /** Reaches its data from here, as its pages would. The database is closed again afterwards. */
  within<T>(run: (host: Host) => Promise<T>): Promise<T>
  /** Forgets the delays of its event loop so far. */
  resetLoopDelay(): void
  /** The longest that its event loop was held up since, milliseconds; `longestOwn` without waits for a processor. */
  loopDelay(): Promise<{ longest: number; longestOwn: number }>
}

type Options = {
  dataDir?: string
  port?: number
  env?: Record<string, string>
  /** A bundle to run in place of the server's. */
  entry?: string
  /** Modules that are loaded before it. */
  imports?: readonly string[]
  /** A command that runs it under conditions of its own, such as `prlimit --nofile=200`, and becomes it by `exec`. */
  through?: readonly string[]
}

const GIVES_UP_AFTER_MS = 20_000
const PROBE = ['--import', './lib/testing/loop-probe.mjs']
const isBuilt = isBuildCurrent()
export const SERVED_BY = isBuilt ? 'the bundled server' : 'the server without pages'

/** Starts it and waits until it is ready. @throws Error with what it printed when it never is */
export async function startProcess(options: Options = {}): Promise<ParleyProcess> {
  const started = await spawnProcess(options)
  const until = performance.now() + GIVES_UP_AFTER_MS
  while (!(await isReady(started.origin))) {
    const isOver = await Promise.race([started.ended.then(() => true), delay(20, false)])
    if (!isOver && performance.now() < until) continue
    await started.kill('SIGKILL')
    throw new Error(`The server is not ready. It printed:\n${started.printed()}`)
  }
  return started
}

/** Starts it without waiting: for starts that must fail. */
export async function spawnProcess(options: Options = {}): Promise<ParleyProcess> {
  const port = options.port ?? (await freePort())
  const dataDir = options.dataDir ?? dataFolder()
  const own = { PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'warn', QR: 'off' }
  const settings: Record<string, string> = { ...own, ...options.env }
  const entry = options.entry ?? (isBuilt ? BUNDLE : await bundleHeadless())
  const before = (options.imports ?? []).flatMap((module) => ['--import', module])
  const node = [process.execPath, ...before, ...PROBE, entry]
  const [command = process.execPath, ...rest] = [...(options.through ?? []), ...node]
  const child: ChildProcess = spawn(command, rest, {
    cwd: ROOT,
    env: { ...inherited(), ...settings, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (printed += chunk))
  // `close` and not `exit`: only then has all it printed arrived.
  const ended = once(child, 'close').then(([code, signal]): Ended => ({ code, signal }))
  running.add(child)
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    dataDir,
    printed: () => printed,
    ended,
    kill(signal) {
      child.kill(signal)
      return ended
    },
    signal: (signal) => void child.kill(signal),
    pid: child.pid,
    within: (run) => reach(`http://127.0.0.1:${port}`, settings, run),
    tell: (message) => void child.send(message),
    resetLoopDelay: () => void child.send('loop:reset'),
    async loopDelay() {
      const answered = once(child, 'message')
      child.send('loop:read')
      const [{ longest, longestOwn }] = await answered
      return { longest: Number(longest), longestOwn: Number(longestOwn) }
    },
  }
}

/** Once per test file, and beside the packages it imports. */
function bundleHeadless(): Promise<string> {
  bundled ??= (async () => {
    const outfile = join(ROOT, 'node_modules', '.cache', 'parley', `headless-${process.pid}.mjs`)
    const shape = { bundle: true, platform: 'node', format: 'esm', target: 'node20', packages: 'external' } as const
    await build({ ...shape, absWorkingDir: ROOT, entryPoints: ['lib/testing/headless.ts'], outfile, logLevel: 'error' })
    return outfile
  })()
  return bundled
}

let bundled: Promise<string> | undefined
const running = new Set<ChildProcess>()
const folders = new Set<string>()

/** A data folder that is removed by `endProcesses`. */
export function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley-process-'))
  folders.add(folder)
  return folder
}

/** Ends whatever this test file started and removes its folders. */
export async function endProcesses(): Promise<void> {
  for (const child of running) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
  running.clear()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  folders.clear()
  if (bundled) rmSync(await bundled, { force: true })
  bundled = undefined
}

async function reach<T>(origin: string, env: Record<string, string>, run: (host: Host) => Promise<T>): Promise<T> {
  const parsed = parseSettings(env)
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'))
  const { settings } = parsed
  const { databaseUrl, dataDir } = settings
  const database = openDatabase({
    url: databaseUrl ? { kind: 'postgres', url: databaseUrl } : { kind: 'sqlite', file: join(dataDir, 'parley.db') },
  })
  try {
    const authSecret = await loadSecret(settings)
    const rates = createRateLimits(settings.limits)
    const clock = { now: () => Date.now() }
    return await run({ origin, services: { database, rates, clock, settings, authSecret } })
  } finally {
    await database.close()
  }
}

/** What the server reads must come from the test, not from whoever runs it. */
function inherited(): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env
  return { PATH, HOME }
}

async function isReady(origin: string): Promise<boolean> {
  try {
    return (await fetch(`${origin}/readyz`)).ok
  } catch {
    return false
  }
}
