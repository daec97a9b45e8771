// Parley's pages alone, as a platform runs them that knows nothing of server.ts: Next's own server on the current build.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { setTimeout as delay } from 'node:timers/promises'
import { ROOT } from '../../scripts/current-build.mjs'

export type PagesProcess = {
  printed(): string
  close(): Promise<void>
}

const GIVES_UP_AFTER_MS = 20_000

/** Starts them on `port` and waits until they answer. @throws Error with what they printed when they never do */
export async function startPages(port: number, env: Record<string, string>): Promise<PagesProcess> {
  const { PATH = '', HOME = '' } = process.env
  const next = createRequire(import.meta.url).resolve('next/dist/bin/next')
  const child = spawn(process.execPath, [next, 'start', '-p', String(port)], {
    cwd: ROOT,
    env: { PATH, HOME, NEXT_TELEMETRY_DISABLED: '1', LOG_LEVEL: 'warn', ...env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk))
  const ended = once(child, 'close')
  const close = async (): Promise<void> => {
    child.kill('SIGKILL')
    await ended
  }
  const until = performance.now() + GIVES_UP_AFTER_MS
  while (!(await answers(port))) {
    const isOver = await Promise.race([ended.then(() => true), delay(50, false)])
    if (!isOver && performance.now() < until) continue
    await close()
    throw new Error(`The pages do not answer. They printed:\n${printed}`)
  }
  return { printed: () => printed, close }
}

async function answers(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://localhost:${port}/join`)).ok
  } catch {
    return false
  }
}
