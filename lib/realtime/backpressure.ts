// Backpressure: a reader that does not drain is cut, so that what waits for it does not fill the memory of everybody
// else's server. It comes back and catches up.
import type { IncomingMessage } from 'node:http'
import type { Socket as TcpSocket } from 'node:net'
import { SERVER_SIZES } from '../shared/server-sizes'
import { SERVER_TIMES } from '../shared/server-times'

/** Why a connection was cut: too many packets or bytes wait for it, or it has read nothing for too long. */
export type CutReason = 'packets' | 'bytes' | 'stalled'

/** What waits for readers now. */
export type Buffers = { connections: number; packets: number; mostPackets: number; bytes: number; mostBytes: number }

export type Backpressure = {
  buffers(): Buffers
  /** Ends every connection at once, whatever still waits for it. */
  cutAll(): void
  close(): void
}

/** An Engine.IO connection, as far as it is public. */
type Connection = { request: IncomingMessage }

type Engine = {
  on(event: 'connection', listener: (connection: Connection) => void): unknown
  off(event: 'connection', listener: (connection: Connection) => void): unknown
}

type Parts = {
  engine: Engine
  /** `waitedMs`: for how long that reader had taken nothing of what waited for it. */
  onCut(reason: CutReason, waitedMs: number): void
}

/** `mark` changes with every byte that the reader takes; `markedAt` is when it was last seen to, monotonic milliseconds. */
type Watched = { connection: Connection; tcp: TcpSocket; mark: string; markedAt: number }

type Waiting = { packets: number; bytes: number }

export function startBackpressure({ engine, onCut }: Parts): Backpressure {
  const watched = new Set<Watched>()

  const watch = (connection: Connection): void => {
    const tcp = connection.request.socket
    const one: Watched = { connection, tcp, mark: '', markedAt: performance.now() }
    watched.add(one)
    // Not with Engine.IO's `close`: a closing handshake that is never answered holds on to the buffers for half a minute.
    tcp.once('close', () => watched.delete(one))
  }

  function sweep(): void {
    const now = performance.now()
    for (const one of watched) {
      const reason = judge(one, now)
      if (reason === undefined) continue
      // A reset, not an end: an end would queue behind all that is not read.
      one.tcp.resetAndDestroy()
      onCut(reason, Math.round(now - one.markedAt))
    }
  }

  engine.on('connection', watch)
  const timer = setInterval(sweep, SERVER_TIMES.buffersSweptEvery)
  return {
    buffers: () => sumOf([...watched].map(waitingFor)),
    cutAll() {
      for (const { tcp } of watched) tcp.destroy()
    },
    close() {
      engine.off('connection', watch)
      clearInterval(timer)
    },
  }
}

function judge(one: Watched, now: number): CutReason | undefined {
  const { packets, bytes } = waitingFor(one)
  if (packets > SERVER_SIZES.bufferedPackets) return 'packets'
  if (bytes > SERVER_SIZES.bufferedBytes) return 'bytes'
  const mark = progressOf(one.tcp)
  if (bytes === 0 || mark !== one.mark) {
    one.mark = mark
    one.markedAt = now
    return undefined
  }
  return now - one.markedAt >= SERVER_TIMES.stalledAfter ? 'stalled' : undefined
}

/** What stands before the connection, in Engine.IO's queue and in Node's. What the kernel holds is its own affair. */
function waitingFor({ connection, tcp }: Watched): Waiting {
  const queue: unknown = Reflect.get(connection, 'writeBuffer')
  const packets: unknown[] = Array.isArray(queue) ? queue : []
  return {
    packets: packets.length,
    bytes: packets.reduce<number>((sum, packet) => sum + sizeOf(packet), tcp.writableLength),
  }
}

function sizeOf(packet: unknown): number {
  if (typeof packet !== 'object' || packet === null || !('data' in packet)) return 0
  // Letters are close enough to bytes for a bound.
  return typeof packet.data === 'string' ? packet.data.length : 0
}

/** Bytes the kernel took: whole writes that are over, and of the one under way what libuv still has to hand over. */
function progressOf(tcp: TcpSocket): string {
  const handle: unknown = Reflect.get(tcp, '_handle')
  const queued = typeof handle === 'object' && handle !== null && 'writeQueueSize' in handle ? handle.writeQueueSize : 0
  return `${tcp.bytesWritten - tcp.writableLength}/${queued}`
}

function sumOf(all: readonly Waiting[]): Buffers {
  const sum: Buffers = { connections: all.length, packets: 0, mostPackets: 0, bytes: 0, mostBytes: 0 }
  for (const { packets, bytes } of all) {
    sum.packets += packets
    sum.bytes += bytes
    sum.mostPackets = Math.max(sum.mostPackets, packets)
    sum.mostBytes = Math.max(sum.mostBytes, bytes)
  }
  return sum
}
