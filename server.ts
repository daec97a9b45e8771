// The composition root: settings → services → realtime → pages → listen → drain. Only here are real parts picked.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import next from 'next'
import { loadSecret } from '#lib/auth/secret'
import { migrate } from '#lib/db/migrate'
import { openDatabase } from '#lib/db/open'
import { createCommitQueue } from '#lib/domain/commit-queue'
import { createRateLimits } from '#lib/domain/rate-limit'
import { ensureLobby } from '#lib/domain/rooms'
import { parseSettings, type Settings } from '#lib/env'
import { banner } from '#lib/http/banner'
import { createFront } from '#lib/http/front'
import { createHealth } from '#lib/http/health'
import { createOriginRule } from '#lib/http/origin-rule'
import { routeUpgrades } from '#lib/http/upgrades'
import { createLog } from '#lib/log'
import { attachRealtime } from '#lib/realtime/attach'
import { createMemoryBus } from '#lib/realtime/bus'
import type { FanOut } from '#lib/realtime/fan-out'
import { installServices, type Services } from '#lib/services'
import { TIMES } from '#lib/shared/limits'

async function start(settings: Settings): Promise<void> {
  const log = createLog(settings.logLevel)
  const clock = { now: () => Date.now() }
  const database = openDatabase({
    url: settings.databaseUrl
      ? { kind: 'postgres', url: settings.databaseUrl }
      : { kind: 'sqlite', file: join(settings.dataDir, 'parley.db') },
    onIdleError: (error) => log.warn({ err: error }, 'a database connection was lost'),
  })
  await migrate(database)
  await ensureLobby(database.write, clock.now())

  const out: { fan?: FanOut } = {}
  const commits = createCommitQueue({
    database,
    now: clock.now,
    onCommitted: (ranges) => out.fan?.committed(ranges),
    onError: (error) => log.error({ err: error }, 'commit failed'),
  })
  const authSecret = await loadSecret(settings)
  const rates = createRateLimits(settings.limits)
  const services: Services = { database, commits, rates, bus: createMemoryBus(), clock, log, settings, authSecret }
  installServices(services)
  prepareNextAuth(settings, authSecret)

  const server = createServer({ requestTimeout: 30_000, headersTimeout: 15_000 })
  server.maxHeadersCount = 100
  const forNext = createServer()
  const { isDev, port, host } = settings
  const pages = next({ dev: isDev, httpServer: forNext, port, hostname: 'localhost' })
  await pages.prepare()
  let isDraining = false
  const rule = createOriginRule(settings.appUrl)
  const health = createHealth({ ping: () => database.ping(), isDraining: () => isDraining })
  server.on('request', createFront({ settings, rule, health, pages: pages.getRequestHandler() }))
  const realtime = attachRealtime(server, services, rule)
  out.fan = realtime.fanOut
  routeUpgrades(server, forNext, isDev)

  const drain = async (): Promise<void> => {
    if (isDraining) process.exit(1)
    isDraining = true
    log.info('draining')
    setTimeout(() => process.exit(1), TIMES.drainWithin).unref()
    server.close()
    realtime.drain()
    await commits.drain()
    realtime.fanOut.flush()
    await realtime.close()
    server.closeAllConnections()
    await pages.close()
    await database.close()
    process.exit(0)
  }
  process.on('SIGTERM', drain)
  process.on('SIGINT', drain)

  await new Promise<void>((listening) => server.listen(port, host, 4_096, listening))
  announce(settings, server.address(), database.dialect)
}

/** next-auth reads its origin from the environment. Without APP_URL it may trust Host, which the front has checked. */
function prepareNextAuth({ appUrl }: Settings, authSecret: string): void {
  process.env.NEXTAUTH_SECRET = authSecret
  if (appUrl === undefined) {
    delete process.env.NEXTAUTH_URL
    process.env.AUTH_TRUST_HOST = 'true'
  } else process.env.NEXTAUTH_URL = appUrl
}

function announce(
  settings: Settings,
  address: ReturnType<ReturnType<typeof createServer>['address']>,
  database: 'sqlite' | 'postgres',
): void {
  const port = typeof address === 'object' && address !== null ? address.port : settings.port
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
  const readyInMs = Math.round(performance.now())
  process.stdout.write(
    `${banner({ ...settings, showsQr: settings.showsQr && process.stdout.isTTY, version, readyInMs, port, database })}\n`,
  )
}

process.on('unhandledRejection', (error) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.kill(process.pid, 'SIGTERM')
})

const parsed = parseSettings(process.env)
if (parsed.ok) {
  start(parsed.settings).catch((error: unknown) => {
    process.stderr.write(`Parley cannot start. ${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  })
} else {
  process.stderr.write(`Parley cannot start: ${parsed.problems.length} setting(s) need attention.\n`)
  for (const problem of parsed.problems) process.stderr.write(`  ${problem}\n`)
  process.exit(1)
}
