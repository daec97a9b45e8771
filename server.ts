// The composition root: settings → services and sockets → pages → listen → drain.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import next from 'next'
import { prepareNextAuth } from '#lib/auth/prepare-next-auth'
import type { Settings } from '#lib/env'
import { banner } from '#lib/http/banner'
import { routeUpgrades } from '#lib/http/upgrades'
import { captureConsole } from '#lib/log/capture-console'
import { LISTEN_BACKLOG, openParley, type Parley } from '#lib/parley'
import { type Running, runServer } from '#lib/run-server'
import { installServices } from '#lib/services'

/** A first start builds in this process before it gets here. */
const startedAt = performance.now()

async function start(settings: Settings, drainWith: (running: Running) => void): Promise<void> {
  const { isDev, port, host } = settings
  const parley = await openParley(settings)
  installServices(parley.services)
  prepareNextAuth(settings.appUrl, parley.services.authSecret)
  if (!isDev) captureConsole(parley.services.log)

  const forNext = createServer()
  const pages = next({ dev: isDev, httpServer: forNext, port, hostname: 'localhost' })
  await pages.prepare()
  routeUpgrades(parley.server, forNext, isDev)
  parley.serve(pages.getRequestHandler())

  drainWith({ parley, closePages: () => pages.close() })
  await new Promise<void>((listening, failed) => {
    parley.server.once('error', (cause) =>
      failed(new Error(`${host}:${port} cannot be used. ${cause.message}`, { cause })),
    )
    parley.server.listen(port, host, LISTEN_BACKLOG, listening)
  })
  announce(settings, parley)
}

function announce(settings: Settings, { server, services }: Parley): void {
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : settings.port
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
  const showsQr = settings.showsQr && process.stdout.isTTY
  const readyInMs = Math.round(performance.now() - startedAt)
  const text = banner({ ...settings, showsQr, version, readyInMs, port, database: services.database.dialect })
  process.stdout.write(`${text}\n`)
}

await runServer(start)
