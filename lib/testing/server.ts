// A real Parley without pages, in this process, on a free port: real database, real sockets.

import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseSettings, type Settings } from '../env'
import { routeUpgrades } from '../http/upgrades'
import { openParley, type Parley } from '../parley'
import { DEFAULT_LIMITS, type Limits } from '../shared/limits'

export type TestServer = Parley & {
  origin: string
  port: number
  settings: Settings
  /** What the server logged as an error: none of it may come from what a client does. */
  faults: unknown[]
  /** Moves the clock that domain functions read, milliseconds; timers go on as they are. */
  travel(milliseconds: number): void
  /** @throws Error when the server logged a fault that the test did not take out of `faults` */
  close(): Promise<void>
}

type Options = {
  dataDir?: string
  databaseUrl?: string
  redisUrl?: string | undefined
  /** What nodes of one installation share. */
  authSecret?: string
  limits?: Partial<Limits>
  appUrl?: string
  /** Origins of pages elsewhere. */
  corsOrigins?: string[]
  trustProxy?: number
  metricsToken?: string
  /** Where to listen; every interface with `0.0.0.0`. */
  host?: string
}

/** Limits that no test meets by accident; those about limits set their own. */
const ROOMY: Partial<Limits> = {
  messageBurst: 10_000,
  messagesPerSecond: 1_000,
  readsPerSecond: 10_000,
  searchesPerSecond: 10_000,
  invitesPerHour: 1_000,
  roomsPerHour: 1_000,
  joinsPerMinute: 10_000,
  presenceGraceMs: 300,
}

export async function startServer(options: Options = {}): Promise<TestServer> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'parley-')))
  const parsed = parseSettings({ LOG_LEVEL: 'silent', DATA_DIR: dataDir, NODE_ENV: 'production' })
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'))
  const settings: Settings = {
    ...parsed.settings,
    appUrl: options.appUrl,
    databaseUrl: options.databaseUrl,
    redisUrl: options.redisUrl,
    authSecret: options.authSecret,
    corsOrigins: options.corsOrigins ?? [],
    trustProxy: options.trustProxy ?? 0,
    metricsToken: options.metricsToken,
    limits: { ...DEFAULT_LIMITS, ...ROOMY, ...options.limits },
  }
  const parley = await openParley(settings)
  const faults: unknown[] = []
  parley.services.log.error = (...told: unknown[]) => void faults.push(told)
  routeUpgrades(parley.server, createServer(), false)
  const host = options.host ?? '127.0.0.1'
  await new Promise<void>((listening) => parley.server.listen(0, host, listening))
  const address = parley.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  let ahead = 0
  parley.services.clock.now = () => Date.now() + ahead
  return {
    ...parley,
    settings,
    port,
    faults,
    origin: `http://127.0.0.1:${port}`,
    travel(milliseconds) {
      ahead += milliseconds
    },
    async close() {
      await parley.drain()
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true })
      if (faults.length > 0) throw new Error('The server logged faults.', { cause: faults })
    },
  }
}
