// A server as a process: it starts or says why not, and ends politely on a signal, on a fault at once.
import { parseSettings, type Settings } from './env'
import type { Parley } from './parley'
import { SERVER_TIMES } from './shared/server-times'

/** What runs, and what else must be closed after it. */
export type Running = { parley: Parley; closePages?: () => Promise<void> }

/**
 * Parses the settings and starts what they say. Exits 1 with a sentence when that fails, 0 after a drain by SIGTERM or
 * SIGINT, and 1 after a second signal, a drain that takes too long, or a fault nobody caught.
 */
export async function runServer(start: (settings: Settings, drainWith: (running: Running) => void) => Promise<void>) {
  // A full disk behind stdout, or a closed pipe, is no reason to end the chat.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  const parsed = parseSettings(process.env)
  if (!parsed.ok) {
    const { problems } = parsed
    return refuse(`Parley cannot start: ${problems.length} setting(s) need attention.`, ...problems)
  }
  try {
    await start(parsed.settings, drainOnSignal)
  } catch (error) {
    refuse(`Parley cannot start. ${error instanceof Error ? error.message : String(error)}`)
  }
}

function refuse(sentence: string, ...details: string[]): never {
  process.stderr.write([sentence, ...details.map((detail) => `  ${detail}`), ''].join('\n'))
  process.exit(1)
}

function drainOnSignal({ parley, closePages }: Running): void {
  const { log } = parley.services
  let isDraining = false
  const drain = async (exitCode: number): Promise<void> => {
    if (isDraining) process.exit(1)
    isDraining = true
    setTimeout(() => process.exit(1), SERVER_TIMES.drainWithin).unref()
    try {
      await parley.drain()
      await closePages?.()
    } catch (error) {
      log.fatal({ err: error }, 'drain failed')
      process.exit(1)
    }
    process.exit(exitCode)
  }
  /** What nobody caught may have left anything half done, except in the database: whoever restarts us starts clean. */
  const fail = (what: string) => (error: unknown) => {
    log.fatal({ err: error }, what)
    void drain(1)
  }
  process.on('SIGTERM', () => void drain(0))
  process.on('SIGINT', () => void drain(0))
  process.on('unhandledRejection', fail('unhandled rejection'))
  process.on('uncaughtException', fail('uncaught exception'))
}
