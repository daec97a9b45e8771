// Health, for whatever watches the process.
import type { RequestListener, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'

type Parts = { ping(): Promise<void>; isDraining(): boolean; busState(): 'alone' | 'connected' | 'away' }

const PATIENCE = 2_000
const TIMEOUT = new Error('timeout')

/**
 * `/healthz` is 200 while the event loop turns; `/readyz` is 503 while draining or when the database does not answer.
 * Redis is told and never a reason: without it a node serves, and with all nodes out nobody would.
 */
export function createHealth({ ping, isDraining, busState }: Parts): RequestListener {
  return (request, response) => {
    if (request.url?.startsWith('/healthz')) return answer(response, 200, { status: 'alive' })
    if (isDraining()) return answer(response, 503, { status: 'draining' })
    within(PATIENCE, ping()).then(
      () => answer(response, 200, { status: 'ready', redis: busState() }),
      () => answer(response, 503, { status: 'database_away' }),
    )
  }
}

async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  const late = new AbortController()
  try {
    await Promise.race([
      work,
      delay(milliseconds, undefined, { signal: late.signal }).then(() => Promise.reject(TIMEOUT)),
    ])
  } finally {
    late.abort()
  }
}

function answer(response: ServerResponse, status: number, body: { status: string; redis?: string }): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
  response.end(JSON.stringify(body))
}
