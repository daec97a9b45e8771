// Parley without pages in a process of its own: what lib/testing/process.ts starts where there is no current build.
// It starts, drains and refuses as server.ts does.
import { createServer } from 'node:http'
import { routeUpgrades } from '../http/upgrades'
import { LISTEN_BACKLOG, openParley } from '../parley'
import { runServer } from '../run-server'

await runServer(async (settings, drainWith) => {
  const parley = await openParley(settings)
  routeUpgrades(parley.server, createServer(), false)
  drainWith({ parley })
  await new Promise<void>((listening, failed) => {
    parley.server.once('error', failed)
    parley.server.listen(settings.port, settings.host, LISTEN_BACKLOG, listening)
  })
})
