// A faulty network in one TCP proxy: it delays, stalls, cuts and refuses. Single packets it cannot lose.
import { once } from 'node:events'
import { createServer, connect as dial, type Socket } from 'node:net'

export type FaultyNetwork = {
  origin: string
  port: number
  /** How many connections stand. */
  open(): number
  /** Holds every byte back so long before it goes on, in each direction. */
  delay(milliseconds: number): void
  /** Open connections stay and nothing passes; `heal` lets go what was held. */
  stall(): void
  /** As `stall`, but what goes to the target still arrives there. */
  stallAnswers(): void
  /** Connections that stand are dead for good, though neither side is told; new ones are fine. */
  halfOpen(): void
  /** Cuts every open connection. */
  reset(): void
  /** Cuts every new connection until `heal`. */
  refuse(): void
  /** Back to a plain wire. */
  heal(): void
  close(): Promise<void>
}

/** One direction of a connection. */
type Pipe = { way: 'up' | 'down'; from: Socket; to: Socket; isDead: boolean; held: Buffer[]; isDue: boolean }

/**
 * Listens on a free port and passes on to `target`.
 * @param cookie put with the Origin into the first request of each connection, as a browser does
 */
export async function startProxy(target: number, cookie?: string): Promise<FaultyNetwork> {
  const pairs = new Set<[Pipe, Pipe]>()
  let delayMs = 0
  let stalled: readonly Pipe['way'][] = []
  let isRefusing = false

  const server = createServer((client) => {
    client.on('error', () => {})
    if (isRefusing) return void client.resetAndDestroy()
    const upstream = dial(target, '127.0.0.1')
    upstream.on('error', () => {})
    const up: Pipe = { way: 'up', from: client, to: upstream, isDead: false, held: [], isDue: false }
    const down: Pipe = { way: 'down', from: upstream, to: client, isDead: false, held: [], isDue: false }
    const pair: [Pipe, Pipe] = [up, down]
    pairs.add(pair)
    let isFirst = cookie !== undefined
    client.on('data', (bytes) => {
      pass(up, isFirst ? withHeaders(bytes, { Origin: origin, Cookie: cookie ?? '' }) : bytes)
      isFirst = false
    })
    upstream.on('data', (bytes) => pass(down, bytes))
    for (const { from, to } of pair) {
      from.once('close', () => {
        pairs.delete(pair)
        to.destroy()
      })
    }
  })

  function pass(pipe: Pipe, bytes: Buffer): void {
    if (pipe.isDead) return
    pipe.held.push(bytes)
    if (!pipe.isDue) release(pipe)
  }

  function release(pipe: Pipe): void {
    if (stalled.includes(pipe.way) || pipe.held.length === 0) return
    if (delayMs === 0) {
      flush(pipe)
      return
    }
    // What comes meanwhile waits with it, so that order stays.
    pipe.isDue = true
    setTimeout(() => {
      pipe.isDue = false
      if (!stalled.includes(pipe.way)) flush(pipe)
    }, delayMs).unref()
  }

  function flush(pipe: Pipe): void {
    const bytes = Buffer.concat(pipe.held.splice(0))
    if (!pipe.isDead && pipe.to.writable && bytes.length > 0) pipe.to.write(bytes)
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const origin = `http://127.0.0.1:${port}`

  function reset(): void {
    for (const [up, down] of [...pairs]) {
      up.from.resetAndDestroy()
      down.from.resetAndDestroy()
    }
  }

  return {
    port,
    origin,
    open: () => pairs.size,
    delay(milliseconds) {
      delayMs = milliseconds
    },
    stall() {
      stalled = ['up', 'down']
    },
    stallAnswers() {
      stalled = ['down']
    },
    halfOpen() {
      for (const pipe of [...pairs].flat()) pipe.isDead = true
    },
    reset,
    refuse() {
      isRefusing = true
    },
    heal() {
      delayMs = 0
      stalled = []
      isRefusing = false
      for (const pipe of [...pairs].flat()) if (!pipe.isDue) flush(pipe)
    },
    async close() {
      reset()
      server.close()
      await once(server, 'close')
    },
  }
}

function withHeaders(bytes: Buffer, headers: Record<string, string>): Buffer {
  const end = bytes.indexOf('\r\n') + 2
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.concat([bytes.subarray(0, end), Buffer.from(lines.join('')), bytes.subarray(end)])
}
