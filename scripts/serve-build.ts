// Starts the current build as `npm start` does, with data of its own, for the scripts that measure it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ROOT } from './current-build.mjs'

const GIVES_UP_AFTER_MS = 30_000

export type ServedBuild = {
  origin: string
  pid: number
  /** From starting the process to holding the whole of /join, milliseconds. */
  firstPageMs: number
  stop(): Promise<void>
}

/** @throws Error with what the server printed when no page comes */
export async function serveBuild(): Promise<ServedBuild> {
  const data = mkdtempSync(join(tmpdir(), 'parley-data-'))
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const started = performance.now()
  const server = spawn(process.execPath, [join('scripts', 'start.mjs'), '--port', String(port), '--no-qr'], {
    cwd: ROOT,
    env: { ...process.env, DATA_DIR: data, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk) => (printed += chunk))
  const ended = once(server, 'exit')
  const stop = async () => {
    server.kill('SIGTERM')
    await ended
    rmSync(data, { recursive: true, force: true })
  }
  while (!(await answers(`${origin}/join`))) {
    if (server.exitCode === null && performance.now() - started < GIVES_UP_AFTER_MS) {
      await delay(10)
      continue
    }
    await stop()
    throw new Error(`The server gave no page. It printed:\n${printed}`)
  }
  return { origin, pid: server.pid ?? 0, firstPageMs: performance.now() - started, stop }
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

async function freePort(): Promise<number> {
  const probe = createServer().listen(0)
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('No free port was given.')
  return address.port
}
