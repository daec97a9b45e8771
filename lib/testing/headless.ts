// Parley without pages in a process of its own: what lib/testing/process.ts starts where there is no current build.
// It starts, drains and refuses in the words of server.ts.
import { createServer } from 'node:http'
import { parseSettings, type Settings } from '../env'
import { routeUpgrades } from '../http/upgrades'
import { LISTEN_BACKLOG, openParley } from '../parley'
import { TIMES } from '../shared/limits'

async function start(settings: Settings): Promise<void> {
  const parley = await openParley(settings)
  routeUpgrades(parley.server, createServer(), false)
  let isDraining = false
  const drain = async (): Promise<void> => {
    if (isDraining) process.exit(1)
    isDraining = true
    setTimeout(() => process.exit(1), TIMES.drainWithin).unref()
    await parley.drain()
    process.exit(0)
  }
  process.on('SIGTERM', drain)
  process.on('SIGINT', drain)
  parley.server.listen(settings.port, settings.host, LISTEN_BACKLOG)
}

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
