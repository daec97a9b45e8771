// The current production build in a process of its own, started as `npm start` does, with data of its own.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from './free-port'

const GIVES_UP_AFTER_MS = 30_000

export type ProductionServer = {
  origin: string
  port: number
  pid: number
  dataDir: string
  /** From starting the process to holding the whole of /join, milliseconds. */
  firstPageMs: number
  /** All it has printed so far. */
  printed(): string
  /** Lets it drain, and removes its data unless the caller brought them. Resolves with the exit code. */
  stop(): Promise<number | null>
  /** As a power cut would end it; the data stay. */
  kill(): Promise<void>
}

type Options = {
  /** A folder to keep over a restart; a fresh one otherwise, removed by `stop`. */
  dataDir?: string
  /** A port to keep over a restart; a free one otherwise. */
  port?: number
  /** More settings; they win over those this function makes. */
  env?: Record<string, string>
}

/** Needs a current build (`npm run build`). @throws Error with what the server printed when no page comes */
export async function startProductionServer(options: Options = {}): Promise<ProductionServer> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'parley-data-'))
  const port = options.port ?? (await freePort())
  const origin = `http://localhost:${port}`
  const startedAt = performance.now()
  const server = spawn(process.execPath, [join('scripts', 'start.mjs'), '--no-build'], {
    env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'error', QR: 'off', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk) => (printed += chunk))
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (isOver(server)) return
    const ended = once(server, 'exit')
    server.kill(signal)
    await ended
  }
  const stop = async () => {
    await end('SIGTERM')
    if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true })
    return server.exitCode
  }
  while (!(await answers(`${origin}/join`))) {
    if (isOver(server) || performance.now() - startedAt > GIVES_UP_AFTER_MS) {
      await stop()
      throw new Error(`The server gave no page. It printed:\n${printed}`)
    }
    await delay(10)
  }
  const firstPageMs = performance.now() - startedAt
  const kill = () => end('SIGKILL')
  return { origin, port, pid: server.pid ?? 0, dataDir, firstPageMs, printed: () => printed, stop, kill }
}

function isOver(server: ChildProcess): boolean {
  return server.exitCode !== null || server.signalCode !== null
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url)
    await response.text()
    return response.ok
  } catch {
    return false
  }
}
