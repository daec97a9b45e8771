// The http server with its bounds: how long a request may take to arrive, and how many connections there may be, by the
// setting and by the files this process may open.
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'

type Parts = {
  /** The most connections that are wanted. */
  connections: number
  /** The process may open too few files for that many. */
  onFewFiles(found: { openFiles: number; connections: number }): void
  /** A connection was refused because there are too many; told once a minute at most. */
  onDrop(): void
}

/** For the database, the log, pages being read, and whatever Node holds open for itself. */
const KEPT_FREE = 64
const LEAST = 16
const TOLD_EVERY = 60_000

export function createBoundedServer({ connections, onFewFiles, onDrop }: Parts): Server {
  // Slow requests are looked for every few seconds; by default only twice a minute.
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 15_000, connectionsCheckingInterval: 5_000 })
  server.maxHeadersCount = 100
  const openFiles = findOpenFileLimit()
  server.maxConnections = Math.max(LEAST, Math.min(connections, openFiles - KEPT_FREE))
  if (server.maxConnections < connections) onFewFiles({ openFiles, connections: server.maxConnections })
  let toldAt = Number.NEGATIVE_INFINITY
  server.on('drop', () => {
    if (performance.now() - toldAt < TOLD_EVERY) return
    toldAt = performance.now()
    onDrop()
  })
  return server
}

/** How many files this process may open; Node has raised the soft limit to the hard one (proc(5), limits). */
function findOpenFileLimit(): number {
  try {
    const [, found] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? []
    return found === undefined ? Number.POSITIVE_INFINITY : Number(found)
  } catch {
    // Only Linux tells.
    return Number.POSITIVE_INFINITY
  }
}
