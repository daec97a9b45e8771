// A WebSocket by hand, and requests by hand: for bytes that no honest client sends.
import { randomBytes } from 'node:crypto'
import { connect as connectTcp, type Socket } from 'node:net'
import { SOCKET_PATH } from '../shared/protocol'

type Frame = {
  opcode?: number
  payload?: string | Buffer
  isFinal?: boolean
  isMasked?: boolean
  /** Bits that no extension was agreed for. */
  reserved?: number
  /** The length that is claimed, where it is not the payload's. */
  length?: number
}

export type RawSocket = {
  /** Texts of the frames received. */
  texts: string[]
  /** Sends a text frame: an Engine.IO packet. */
  send(text: string): void
  sendFrame(frame: Frame): void
  write(bytes: Buffer | string): void
  /** Reads no more, so that the server's sending meets a full pipe. */
  stopReading(): void
  /** Reads on, but so many bytes a second only. @returns stop */
  trickle(bytesPerSecond: number): () => void
  /** Reads on and keeps nothing. */
  forget(): void
  hears(part: string): Promise<string>
  /** Resolves when the connection is over, however. */
  closed: Promise<void>
  isOpen(): boolean
  destroy(): void
}

const WITHIN_MS = 5_000
export const ENGINE_QUERY = '?EIO=4&transport=websocket'
const TEXT = 1
const CLOSE = 8
const PING = 9
const PONG = 10

/**
 * Opens a WebSocket to `path` of the server.
 * @throws Error with the response's head when it is not answered by an upgrade
 */
export async function openRawSocket(
  origin: string,
  headers: Record<string, string> = {},
  path = `${SOCKET_PATH}/${ENGINE_QUERY}`,
): Promise<RawSocket> {
  const { hostname, port, host } = new URL(origin)
  const tcp = connectTcp(Number(port), hostname)
  tcp.on('error', () => {})
  const closed = new Promise<void>((resolve) => tcp.once('close', () => resolve()))
  const lines = Object.entries({
    Host: host,
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
    Origin: origin,
    ...headers,
  }).map(([name, value]) => `${name}: ${value}`)
  tcp.write(`GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
  const reader = createReader(tcp)
  await reader.opened
  const write = (bytes: Buffer | string): void => void (tcp.writable && tcp.write(bytes))
  return {
    texts: reader.texts,
    closed,
    write,
    send: (text) => write(encode({ payload: text })),
    sendFrame: (frame) => write(encode(frame)),
    stopReading: () => void tcp.pause(),
    trickle(bytesPerSecond) {
      tcp.pause()
      const timer = setInterval(() => void tcp.read(bytesPerSecond / 10), 100)
      return () => clearInterval(timer)
    },
    forget() {
      tcp.removeAllListeners('data')
      tcp.resume()
    },
    hears: (part) => reader.hears(part),
    isOpen: () => !tcp.destroyed,
    destroy: () => void tcp.destroy(),
  }
}

/** Sends bytes to the server and gives back all that comes until it closes or falls silent. */
export function exchange(origin: string, request: string | Buffer, { silentMs = 2_000 } = {}): Promise<string> {
  const { hostname, port } = new URL(origin)
  const tcp = connectTcp(Number(port), hostname)
  let received = ''
  tcp.on('data', (chunk) => {
    received += chunk.toString('latin1')
  })
  tcp.on('error', () => {})
  tcp.setTimeout(silentMs, () => tcp.destroy())
  tcp.write(request)
  return new Promise((resolve) => tcp.once('close', () => resolve(received)))
}

function encode({ opcode = TEXT, payload = '', isFinal = true, isMasked = true, reserved = 0, length }: Frame): Buffer {
  const body = Buffer.from(payload)
  const size = length ?? body.length
  const first = (isFinal ? 0x80 : 0) | (reserved << 4) | opcode
  const mark = isMasked ? 0x80 : 0
  const head =
    size < 126
      ? Buffer.from([first, mark | size])
      : size < 65_536
        ? Buffer.from([first, mark | 126, size >> 8, size & 0xff])
        : Buffer.concat([Buffer.from([first, mark | 127]), long(size)])
  if (!isMasked) return Buffer.concat([head, body])
  const mask = randomBytes(4)
  return Buffer.concat([head, mask, body.map((byte, index) => byte ^ (mask[index & 3] ?? 0))])
}

function long(size: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(size))
  return bytes
}

/** Reads the upgrade's answer, then the server's frames, which are whole and bare in this house. */
function createReader(tcp: Socket) {
  const texts: string[] = []
  const looks = new Set<() => void>()
  let bytes = Buffer.alloc(0)
  let isUpgraded = false
  let settle: { resolve(): void; reject(error: Error): void }
  const opened = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject }
  })
  tcp.on('data', (chunk) => {
    bytes = Buffer.concat([bytes, chunk])
    if (!isUpgraded) isUpgraded = takeHead()
    if (isUpgraded) takeFrames()
    for (const look of looks) look()
  })
  tcp.once('close', () => settle.reject(new Error(`not upgraded: ${bytes.toString('latin1')}`)))

  function takeHead(): boolean {
    const end = bytes.indexOf('\r\n\r\n')
    if (end === -1 || !bytes.toString('latin1', 0, end).startsWith('HTTP/1.1 101')) return false
    bytes = bytes.subarray(end + 4)
    settle.resolve()
    return true
  }

  function takeFrames(): void {
    for (;;) {
      const short = (bytes[1] ?? 0) & 0x7f
      const headSize = short < 126 ? 2 : short === 126 ? 4 : 10
      if (bytes.length < headSize) return
      const size = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2))
      if (bytes.length < headSize + size) return
      const opcode = (bytes[0] ?? 0) & 0x0f
      const payload = bytes.subarray(headSize, headSize + size)
      bytes = bytes.subarray(headSize + size)
      if (opcode === TEXT) texts.push(payload.toString())
      if (opcode === CLOSE) tcp.end(encode({ opcode: CLOSE, payload }))
      if (opcode === PING) tcp.write(encode({ opcode: PONG, payload }))
    }
  }

  function hears(part: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`never received ${part}`)), WITHIN_MS)
      const look = (): void => {
        const found = texts.find((text) => text.includes(part))
        if (found === undefined) return
        clearTimeout(timer)
        looks.delete(look)
        resolve(found)
      }
      looks.add(look)
      look()
    })
  }

  return { texts, opened, hears }
}
