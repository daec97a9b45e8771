// A real Parley without pages, in this process, on a free port: real database, real sockets.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseSettings, type Settings } from '../env'
import { openParley, type Parley } from '../parley'
import { DEFAULT_LIMITS, type Limits } from '../shared/limits'

export type TestServer = Parley & { origin: string; settings: Settings; close(): Promise<void> }

type Options = {
  dataDir?: string
  databaseUrl?: string
  limits?: Partial<Limits>
  appUrl?: string
  trustProxy?: number
}

/** Limits that no test meets by accident; those about limits set their own. */
const ROOMY: Partial<Limits> = {
  messageBurst: 10_000,
  messagesPerSecond: 1_000,
  readsPerSecond: 10_000,
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
    trustProxy: options.trustProxy ?? 0,
    limits: { ...DEFAULT_LIMITS, ...ROOMY, ...options.limits },
  }
  const parley = await openParley(settings)
  await new Promise<void>((listening) => parley.server.listen(0, '127.0.0.1', listening))
  const address = parley.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    ...parley,
    settings,
    origin: `http://127.0.0.1:${port}`,
    async close() {
      await parley.drain()
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true })
    },
  }
}
