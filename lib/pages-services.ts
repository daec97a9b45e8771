// The parts of a process that serves pages only, where server.ts does not run and the sockets are elsewhere.
import { prepareNextAuth } from './auth/prepare-next-auth'
import { openClock } from './db/clock'
import { openDatabase } from './db/open'
import { createCommitQueue } from './domain/commit-queue'
import { createRateLimits } from './domain/rate-limit'
import { parseSettings, type Settings } from './env'
import { createAnswering } from './http/answering'
import { forwardedAddress } from './http/client-address'
import { createLog } from './log'
import { createAddressTag } from './log/address-tag'
import { captureConsole } from './log/capture-console'
import { createMetrics } from './metrics/metrics'
import { openBus } from './realtime/open-bus'
import { hasServices, installServices } from './services'

/** The settings without which pages alone cannot work. */
type PagesSettings = Settings & { appUrl: string; authSecret: string; databaseUrl: string; redisUrl: string }

/**
 * Installs them, unless server.ts has installed its own. The tables and the lobby are the realtime node's to make.
 * They live as long as the process, which the platform ends.
 * @throws Error with every setting that is wrong or missing
 */
export async function installPagesServices(environment: Record<string, string | undefined>): Promise<void> {
  if (hasServices()) return
  const parsed = parseSettings(environment)
  const problems = parsed.ok ? problemsOf(parsed.settings) : parsed.problems
  if (!parsed.ok || !isForPages(parsed.settings) || problems.length > 0) {
    throw new Error(`Parley's pages cannot start.\n  ${problems.join('\n  ')}`)
  }
  const { settings } = parsed
  const answering = createAnswering()
  const log = createLog({ settings, context: () => answering.context() })
  if (!settings.isDev) captureConsole(log)
  const database = openDatabase({
    url: { kind: 'postgres', url: settings.databaseUrl },
    onFault: (error) => log.warn({ err: error }, 'the database did not answer'),
  })
  const { bus, limits } = openBus({ redisUrl: settings.redisUrl, authSecret: settings.authSecret, log })
  const clock = await openClock(database)
  prepareNextAuth(settings.appUrl, settings.authSecret)
  installServices({
    database,
    commits: createCommitQueue({
      database,
      now: clock.now,
      // No sockets are here to hear of it; those elsewhere follow the wake.
      onCommitted: (ranges) => {
        for (const { roomId, since, upto } of ranges) bus.publish({ kind: 'advanced', roomId, since, rev: upto })
      },
      onError: (error) => log.error({ err: error }, 'commit failed'),
    }),
    rates: createRateLimits(settings.limits, limits),
    bus,
    clock,
    log,
    metrics: createMetrics(),
    tagOf: createAddressTag(settings.authSecret),
    settings,
    authSecret: settings.authSecret,
    answering,
    addressOf: (headers) => forwardedAddress(headers, settings.trustProxy),
  })
}

function isForPages(settings: Settings): settings is PagesSettings {
  return problemsOf(settings).length === 0
}

function problemsOf({ appUrl, authSecret, databaseUrl, redisUrl, realtimeUrl, trustProxy }: Settings): string[] {
  const needed = { APP_URL: appUrl, AUTH_SECRET: authSecret, DATABASE_URL: databaseUrl, REDIS_URL: redisUrl }
  const missing = Object.entries({ ...needed, REALTIME_URL: realtimeUrl }).filter(([, value]) => value === undefined)
  return [
    ...missing.map(([name]) => `${name}: required where pages are served without server.ts (docs/deploy.md)`),
    ...(trustProxy > 0 ? [] : ['TRUST_PROXY: must be 1 or more there, since only a proxy knows the client’s address']),
  ]
}
