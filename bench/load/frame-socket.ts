// A WebSocket connection that costs the load generator as little as can be: the generator must never be what is
// measured, and a library's receiver costs more per frame than the relay under test does.
import { connect, type Socket } from 'node:net'

export type FrameSocket = {
  /** Sends a text frame. */
  send(text: string): void
  destroy(): void
}

type Hears = {
  /** A frame's bytes, valid only during the call. */
  frame(bytes: Buffer, start: number, end: number): void
  opened(): void
  closed(why: string): void
}

/** Reads of all sockets land here: each is worked through before the next one happens. */
const shared = Buffer.allocUnsafe(256 * 1024)
const TEXT = 0x81
const PONG = 0x8a
/** Masking with zeros leaves the bytes as they are (RFC 6455 asks for a mask, a browser for an unpredictable one). */
const MASKED = 0x80

/** @param path with its query */
export function openFrameSocket(origin: string, path: string, cookie: string, hears: Hears): FrameSocket {
  const { hostname, port, host } = new URL(origin)
  let rest: Buffer | undefined
  let isUpgraded = false
  const tcp: Socket = connect({
    host: hostname,
    port: Number(port),
    noDelay: true,
    onread: {
      buffer: shared,
      callback: (length) => {
        take(length)
        return true
      },
    },
  })
  tcp.on('error', (error) => hears.closed(error.message))
  tcp.on('close', () => hears.closed('closed'))
  tcp.write(
    `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${origin}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nCookie: ${cookie}\r\n\r\n`,
  )

  function take(length: number): void {
    let bytes = shared
    let end = length
    if (rest !== undefined) {
      bytes = Buffer.concat([rest, shared.subarray(0, length)])
      end = bytes.length
    }
    let at = isUpgraded ? 0 : upgrade(bytes, end)
    if (at === -1) {
      if (!tcp.destroyed) rest = Buffer.from(bytes.subarray(0, end))
      return
    }
    for (let next = frameAt(bytes, at, end); next !== -1; next = frameAt(bytes, at, end)) at = next
    rest = at === end ? undefined : Buffer.from(bytes.subarray(at, end))
  }

  /** @returns where frames begin, or -1 */
  function upgrade(bytes: Buffer, end: number): number {
    const head = bytes.toString('latin1', 0, end)
    const stop = head.indexOf('\r\n\r\n')
    if (stop === -1) return -1
    if (!head.startsWith('HTTP/1.1 101')) {
      tcp.destroy()
      hears.closed(head.slice(0, 60))
      return -1
    }
    isUpgraded = true
    hears.opened()
    return stop + 4
  }

  /** @returns where the next frame begins, or -1 when this one is not whole */
  function frameAt(bytes: Buffer, at: number, end: number): number {
    if (end - at < 2) return -1
    const short = (bytes[at + 1] ?? 0) & 0x7f
    const head = short < 126 ? 2 : short === 126 ? 4 : 10
    if (end - at < head) return -1
    const size = short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : bytes.readUInt32BE(at + 6)
    const start = at + head
    if (end - start < size) return -1
    const opcode = (bytes[at] ?? 0) & 0x0f
    if (opcode === 1) hears.frame(bytes, start, start + size)
    else if (opcode === 9) write(PONG, bytes.subarray(start, start + size))
    return start + size
  }

  function write(first: number, payload: Buffer | string): void {
    const size = Buffer.byteLength(payload)
    const head = size < 126 ? 6 : 8
    const frame = Buffer.alloc(head + size)
    frame[0] = first
    frame[1] = MASKED | (size < 126 ? size : 126)
    if (size >= 126) frame.writeUInt16BE(size, 2)
    if (typeof payload === 'string') frame.write(payload, head)
    else payload.copy(frame, head)
    if (tcp.writable) tcp.write(frame)
  }

  return { send: (text) => write(TEXT, text), destroy: () => void tcp.destroy() }
}
