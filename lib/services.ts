// The running parts, installed once by server.ts and read anywhere in the process.
import type { Database } from './db/database'
import type { CommitQueue } from './domain/commit-queue'
import type { RateLimits } from './domain/rate-limit'
import type { Settings } from './env'
import type { Answering } from './http/answering'
import type { Log } from './log'
import type { Metrics } from './metrics/metrics'
import type { Bus } from './realtime/bus'

export type Services = {
  database: Database
  commits: CommitQueue
  rates: RateLimits
  bus: Bus
  clock: { now(): number }
  log: Log
  metrics: Metrics
  /** Stands for an address in the log. */
  tagOf(address: string): string
  settings: Settings
  authSecret: string
  answering: Answering
  /** Whose budget a request to a page or an action draws on. */
  addressOf(headers: Pick<Headers, 'get'>): string
}

// Next loads its own copies of every module; only globalThis is shared between them and server.ts.
const KEY = Symbol.for('parley.services')
const shared = globalThis as typeof globalThis & { [KEY]?: Services }

export function installServices(services: Services): void {
  shared[KEY] = services
}

/** Whether this process has its parts already. */
export function hasServices(): boolean {
  return shared[KEY] !== undefined
}

/** @throws Error outside a running server, such as at module scope while Next builds */
export function services(): Services {
  const installed = shared[KEY]
  if (!installed) throw new Error('Services are not installed: read them inside a function, in a running server.')
  return installed
}
