// Everything of a running Parley but its pages: store, log, budgets, bus, sockets, front door. server.ts adds the pages.
import type { RequestListener, Server } from 'node:http'
import { join } from 'node:path'
import { loadSecret } from './auth/secret'
import { openClock } from './db/clock'
import { migrate, migrateAt } from './db/migrate'
import { type DatabaseAddress, openDatabase } from './db/open'
import { createBusyShare } from './domain/busy-share'
import { createCommitQueue } from './domain/commit-queue'
import { fillNameKeys } from './domain/naming'
import { createRateLimits } from './domain/rate-limit'
import { ensureLobby } from './domain/rooms'
import { createWordRounds } from './domain/word-rounds'
import type { Settings } from './env'
import { createAnswering } from './http/answering'
import { createBoundedServer } from './http/bounded-server'
import { admittedAddress } from './http/client-address'
import { createFront } from './http/front'
import { createHealth } from './http/health'
import { createMetricsDoor } from './http/metrics-door'
import { createOriginRule } from './http/origin-rule'
import { createRequestLog } from './http/request-log'
import { createLog } from './log'
import { createAddressTag } from './log/address-tag'
import { startDatabasePulse } from './metrics/database-pulse'
import { createMetrics } from './metrics/metrics'
import { attachRealtime, type Realtime } from './realtime/attach'
import type { Buffers } from './realtime/backpressure'
import { openBus } from './realtime/open-bus'
import type { Services } from './services'
import { SERVER_TIMES } from './shared/server-times'

export type Parley = {
  services: Services
  server: Server
  /** Accepts requests; before it, none is answered. */
  serve(pages: RequestListener): void
  /** What waits for slow readers. */
  buffers(): Buffers
  /** Stops accepting, tells clients, finishes commits, closes. Resolves when nothing is left. */
  drain(): Promise<void>
}

/** Node's own bound on waiting connections is 511; a whole school that comes back at once is more. */
export const LISTEN_BACKLOG = 4_096

export async function openParley(settings: Settings): Promise<Parley> {
  const answering = createAnswering()
  const log = createLog({ settings, context: () => answering.context() })
  const metrics = createMetrics()
  const { databaseUrl, dataDir } = settings
  const url: DatabaseAddress = databaseUrl
    ? { kind: 'postgres', url: databaseUrl }
    : { kind: 'sqlite', file: join(dataDir, 'parley.db') }
  const onFault = (error: Error) => log.warn({ err: error }, 'the database did not answer')
  const database = openDatabase({ url, onFault })
  // The embedded store limits no statement's time, and opening it reads through it.
  await (url.kind === 'sqlite' ? migrate(database) : migrateAt(url, onFault))
  const clock = await openClock(database)
  await fillNameKeys(database)
  await ensureLobby(database.write, clock.now())

  const busyShare = createBusyShare()
  const words = createWordRounds({
    database,
    busyShare,
    onError: (err) => log.error({ err }, 'indexing words failed'),
  })
  // A server that was killed left some.
  words.posted()
  // The queue is there before the sockets that hear of its commits.
  const sockets: { realtime?: Realtime } = {}
  const commits = createCommitQueue({
    database,
    now: clock.now,
    onCommitted(ranges) {
      sockets.realtime?.committed(ranges)
      words.posted()
    },
    onError: (error) => log.error({ err: error }, 'commit failed'),
    observer: metrics,
    busyShare,
  })
  const authSecret = await loadSecret(settings)
  const { bus, limits } = openBus({ redisUrl: settings.redisUrl, authSecret, log })
  metrics.watch({ busState: bus.state })
  const rates = createRateLimits(settings.limits, limits)
  const services: Services = {
    database,
    commits,
    rates,
    bus,
    clock,
    log,
    metrics,
    tagOf: createAddressTag(authSecret),
    settings,
    authSecret,
    answering,
    addressOf: admittedAddress,
  }

  const stopPulse = startDatabasePulse({
    ping: () => database.ping(),
    answered: metrics.databaseAnswered,
    changed: (isUp, err) => (isUp ? log.warn('the database is back') : log.warn({ err }, 'the database is away')),
  })
  let isDraining = false
  const rule = createOriginRule(settings.appUrl, settings.corsOrigins)
  const health = createHealth({ ping: () => database.ping(), isDraining: () => isDraining, busState: bus.state })
  const server = createBoundedServer({
    connections: settings.limits.connections,
    onFewFiles: (found) => log.warn({ ...found }, 'the limit of open files is low'),
    onDrop: () => log.warn({ connections: server.maxConnections }, 'connections are refused: there are too many'),
  })
  const pages: { answer: RequestListener } = { answer: (_, response) => response.writeHead(503).end() }
  server.on(
    'request',
    createFront({
      settings,
      rule,
      health,
      metrics: createMetricsDoor({ token: settings.metricsToken, write: metrics.write }),
      requestLog: createRequestLog({ log, trustProxy: settings.trustProxy, tagOf: services.tagOf }),
      pages: (request, response) => services.answering.run(response, () => pages.answer(request, response)),
    }),
  )
  const realtime = attachRealtime(server, services, { rule, busyShare })
  sockets.realtime = realtime

  return {
    services,
    server,
    serve(answer) {
      pages.answer = answer
    },
    buffers: realtime.buffers,
    async drain() {
      isDraining = true
      server.close()
      await realtime.drain(settings.redisUrl !== undefined)
      await commits.drain()
      await words.close()
      realtime.flush()
      // Half a request may never become a whole one.
      const patience = setTimeout(() => server.closeAllConnections(), SERVER_TIMES.closePatience)
      await realtime.close()
      clearTimeout(patience)
      await bus.close()
      stopPulse()
      clock.close()
      server.closeAllConnections()
      await database.close()
    },
  }
}
