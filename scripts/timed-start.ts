// Starts the current build exactly as `npm start` does, on data of its own, and times it.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from '#lib/testing/free-port'

const GIVES_UP_AFTER_MS = 30_000

export type TimedStart = {
  pid: number
  /** From starting the process to holding the whole of /join, milliseconds. */
  firstPageMs: number
  /** Lets it drain, and removes its data. */
  stop(): Promise<void>
}

/** Needs a current build (`npm run build`). @throws Error with what the server printed when no page comes */
export async function startTimed(): Promise<TimedStart> {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-data-'))
  const port = await freePort()
  const startedAt = performance.now()
  const server = spawn(
    process.execPath,
    [join('scripts', 'start.mjs'), '--no-build', '--port', String(port), '--no-qr'],
    {
      env: { ...process.env, DATA_DIR: dataDir, LOG_LEVEL: 'error' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let printed = ''
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk) => (printed += chunk))
  const stop = async (): Promise<void> => {
    const ended = isOver(server) ? undefined : once(server, 'exit')
    server.kill('SIGTERM')
    await ended
    rmSync(dataDir, { recursive: true, force: true })
  }
  while (!(await answers(`http://localhost:${port}/join`))) {
    if (isOver(server) || performance.now() - startedAt > GIVES_UP_AFTER_MS) {
      await stop()
      throw new Error(`The server gave no page. It printed:\n${printed}`)
    }
    await delay(10)
  }
  return { pid: server.pid ?? 0, firstPageMs: performance.now() - startedAt, stop }
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
