// A private Redis for one run or one test: free port, own folder, nothing kept, stopped by its pid.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { findProgram } from '../../scripts/find-program'
import { freePort } from './free-port'

const READY_WITHIN_MS = 15_000

export type TestRedis = {
  /** `redis://127.0.0.1:<port>`, or with the password when one was asked for. */
  url: string
  port: number
  /** Of the process that runs now; another after a restart. */
  readonly pid: number
  /** Ends it as told and waits for the end; `restart` brings it back. */
  kill(signal?: NodeJS.Signals): Promise<void>
  /** Starts it again on the same port, with nothing in it. */
  restart(): Promise<void>
  /** Stops it in mid-breath: connections stay open and nothing answers. */
  pause(): void
  resume(): void
  stop(): Promise<void>
}

type Options = {
  /** Where redis-server is; found or installed when missing. */
  program?: string
  password?: string
  /** More of what redis-server takes on its command line. */
  args?: readonly string[]
}

/** @throws Error with the end of the server's log when it does not come up */
export async function startRedis(options: Options = {}): Promise<TestRedis> {
  const program = options.program ?? findProgram('redis-server').path
  const home = mkdtempSync(join(tmpdir(), 'parley-redis-'))
  const port = await freePort()
  const credentials = options.password === undefined ? '' : `:${encodeURIComponent(options.password)}@`
  const url = `redis://${credentials}127.0.0.1:${port}`
  const args = [
    ...['--port', String(port), '--bind', '127.0.0.1', '--dir', home, '--save', '', '--appendonly', 'no'],
    ...(options.password === undefined ? [] : ['--requirepass', options.password]),
    ...(options.args ?? []),
  ]
  let running = await start(program, args, url).catch((error: unknown) => {
    rmSync(home, { recursive: true, force: true })
    throw error
  })
  return {
    url,
    port,
    get pid() {
      return running.pid ?? 0
    },
    kill: (signal = 'SIGKILL') => end(running, signal),
    async restart() {
      await end(running, 'SIGKILL')
      running = await start(program, args, url)
    },
    pause: () => void running.kill('SIGSTOP'),
    resume: () => void running.kill('SIGCONT'),
    async stop() {
      await end(running, 'SIGKILL')
      rmSync(home, { recursive: true, force: true })
    },
  }
}

async function start(program: string, args: string[], url: string): Promise<ChildProcess> {
  const server = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let log = ''
  const keep = (chunk: Buffer): void => {
    log = (log + chunk.toString()).slice(-4_000)
  }
  server.stdout.on('data', keep)
  server.stderr.on('data', keep)
  try {
    await answers(url, server)
    return server
  } catch (cause) {
    await end(server, 'SIGKILL')
    throw new Error(`The test Redis did not start. Its log ends with:\n${log}`, { cause })
  }
}

async function answers(url: string, server: ChildProcess): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS
  for (;;) {
    const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 })
    // A refused connection rejects connect(); the event of the same name must not end the run.
    client.on('error', () => {})
    try {
      await client.connect()
      await client.ping()
      return
    } catch (error) {
      if (server.exitCode !== null || performance.now() > deadline) throw error
      await delay(20)
    } finally {
      client.disconnect()
    }
  }
}

async function end(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = once(server, 'exit')
  server.kill(signal)
  await ended
}
