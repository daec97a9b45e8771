// A faulty network in one TCP proxy: it delays, stalls, cuts and refuses. Single packets it cannot lose.
import { once } from 'node:events'
import { createServer, connect as dial, type Socket } from 'node:net'

export type Proxy = {
  origin: string
  port: number
  /** How many connections stand. */
  open(): number
  /** Holds every byte back so long before it goes on, in each direction. */
  delay(milliseconds: number): void
  /** Open connections stay and nothing passes; `heal` lets go what was held. */
  stall(): void
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
type Pipe = { from: Socket; to: Socket; isDead: boolean; held: Buffer[]; isDue: boolean }

/**
 * Listens on a free port and passes on to `target`.
 * @param headers put into the first request of each connection, as a browser adds its Cookie and Origin
 */
export async function startProxy(target: number, headers: Record<string, string> = {}): Promise<Proxy> {
  const pairs = new Set<[Pipe, Pipe]>()
  let delayMs = 0
  let isStalled = false
  let isRefusing = false

  const server = createServer((client) => {
    client.on('error', () => {})
    if (isRefusing) return void client.resetAndDestroy()
    const upstream = dial(target, '127.0.0.1')
    upstream.on('error', () => {})
    const up: Pipe = { from: client, to: upstream, isDead: false, held: [], isDue: false }
    const down: Pipe = { from: upstream, to: client, isDead: false, held: [], isDue: false }
    const pair: [Pipe, Pipe] = [up, down]
    pairs.add(pair)
    let isFirst = Object.keys(headers).length > 0
    client.on('data', (bytes) => {
      pass(up, isFirst ? withHeaders(bytes, headers) : bytes)
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
    if (isStalled || pipe.held.length === 0) return
    if (delayMs === 0) {
      flush(pipe)
      return
    }
    // What comes meanwhile waits with it, so that order stays.
    pipe.isDue = true
    setTimeout(() => {
      pipe.isDue = false
      if (!isStalled) flush(pipe)
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

  function reset(): void {
    for (const [up, down] of [...pairs]) {
      up.from.resetAndDestroy()
      down.from.resetAndDestroy()
    }
  }

  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    open: () => pairs.size,
    delay(milliseconds) {
      delayMs = milliseconds
    },
    stall() {
      isStalled = true
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
      isStalled = false
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
