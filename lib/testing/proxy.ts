// A faulty network in one TCP proxy: it delays, stalls, cuts and refuses. Single packets it cannot lose.
import { once } from 'node:events'
import { createServer, connect as dial, type Socket } from 'node:net'

export type FaultyNetwork = {
  origin: string
  port: number
  /** How many connections stand. */
  open(): number
  /** Holds every byte back so long before it goes on, in each direction; `jitter` is added by chance on top. */
  delay(milliseconds: number, jitter?: number): void
  /** Passes no more than so many bytes a second, in each direction of each connection. */
  throttle(bytesPerSecond: number): void
  /** Passes pieces of at most so many bytes, each on its own. */
  slice(bytes: number): void
  /** Cuts each connection once so many bytes came through it, both directions together. */
  closeAfter(bytes: number): void
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
  /** From now on the browser has this cookie. */
  carry(cookie: string): void
  /** Back to a plain wire. */
  heal(): void
  close(): Promise<void>
}

/** One direction of a connection. */
type Pipe = {
  way: 'up' | 'down'
  from: Socket
  to: Socket
  isDead: boolean
  held: Buffer[]
  isDue: boolean
  passed: { bytes: number }
}

/** A port, or what chooses one anew for every connection; nothing refuses it. */
type Target = number | (() => number | undefined)

/** How often a throttled pipe lets something go on. */
const THROTTLE_TICK_MS = 50

/**
 * Listens on a free port and passes on to `target`.
 * @param cookie put with the Origin into the first request of each connection, as a browser does
 * @param chance a number from 0 up to 1, for what the network leaves to chance
 */
export async function startProxy(target: Target, cookie?: string, chance = Math.random): Promise<FaultyNetwork> {
  const pairs = new Set<[Pipe, Pipe]>()
  let delayMs = 0
  let jitterMs = 0
  let bytesPerSecond = Number.POSITIVE_INFINITY
  let pieceBytes = Number.POSITIVE_INFINITY
  let mostBytes = Number.POSITIVE_INFINITY
  let stalled: readonly Pipe['way'][] = []
  let isRefusing = false
  let carried = cookie

  const server = createServer((client) => {
    client.on('error', () => {})
    const port = typeof target === 'number' ? target : target()
    if (isRefusing || port === undefined) return void client.resetAndDestroy()
    const upstream = dial(port, '127.0.0.1')
    upstream.on('error', () => {})
    for (const end of [client, upstream]) end.setNoDelay(true)
    const own = { isDead: false, isDue: false, passed: { bytes: 0 } }
    const up: Pipe = { ...own, way: 'up', from: client, to: upstream, held: [] }
    const down: Pipe = { ...own, way: 'down', from: upstream, to: client, held: [] }
    const pair: [Pipe, Pipe] = [up, down]
    pairs.add(pair)
    let isFirst = carried !== undefined
    client.on('data', (bytes) => {
      pass(up, isFirst ? withHeaders(bytes, { Origin: origin, Cookie: carried ?? '' }) : bytes)
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
    release(pipe)
  }

  function release(pipe: Pipe): void {
    if (pipe.isDue || stalled.includes(pipe.way) || pipe.held.length === 0) return
    const wait = Math.max(
      delayMs + Math.round(chance() * jitterMs),
      Number.isFinite(bytesPerSecond) ? THROTTLE_TICK_MS : 0,
    )
    if (wait === 0 && !Number.isFinite(pieceBytes)) {
      flush(pipe)
      return
    }
    // What comes meanwhile waits with it, so that order stays.
    pipe.isDue = true
    setTimeout(() => {
      pipe.isDue = false
      if (stalled.includes(pipe.way)) return
      letGo(pipe, Math.max(1, (bytesPerSecond * THROTTLE_TICK_MS) / 1_000))
      release(pipe)
    }, wait).unref()
  }

  /** What is due goes on, in pieces where the network is slicing; the rest waits for its turn. */
  function letGo(pipe: Pipe, most: number): void {
    const bytes = Buffer.concat(pipe.held.splice(0))
    const due = bytes.subarray(0, most)
    for (let from = 0; from < due.length; from += Math.min(pieceBytes, due.length)) {
      write(pipe, due.subarray(from, from + Math.min(pieceBytes, due.length)))
    }
    if (due.length < bytes.length) pipe.held.unshift(bytes.subarray(due.length))
  }

  function flush(pipe: Pipe): void {
    const bytes = Buffer.concat(pipe.held.splice(0))
    if (bytes.length > 0) write(pipe, bytes)
  }

  function write(pipe: Pipe, bytes: Buffer): void {
    if (pipe.isDead || !pipe.to.writable) return
    pipe.to.write(bytes)
    pipe.passed.bytes += bytes.length
    if (pipe.passed.bytes > mostBytes) pipe.from.resetAndDestroy()
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
    delay(milliseconds, jitter = 0) {
      delayMs = milliseconds
      jitterMs = jitter
    },
    throttle(bytes) {
      bytesPerSecond = bytes
    },
    slice(bytes) {
      pieceBytes = bytes
    },
    closeAfter(bytes) {
      mostBytes = bytes
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
    carry(next) {
      carried = next
    },
    heal() {
      delayMs = 0
      jitterMs = 0
      bytesPerSecond = Number.POSITIVE_INFINITY
      pieceBytes = Number.POSITIVE_INFINITY
      mostBytes = Number.POSITIVE_INFINITY
      stalled = []
      isRefusing = false
      for (const pipe of [...pairs].flat()) {
        // What waits for its moment need not: a timer that is still to come finds nothing.
        pipe.isDue = false
        flush(pipe)
      }
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
