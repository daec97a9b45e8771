// What a connection is written: whole frames, straight to the TCP socket below it where nothing stands before them.
// Socket.IO's own way looks through every payload for binary data, and hands each socket a frame in two parts through
// queues and events that cost more than the writing.
import type { IncomingMessage } from 'node:http'
import type { Socket as TcpSocket } from 'node:net'

/** A Socket.IO packet as text, and as the very bytes of its frame. */
export type Framed = { packet: string; frame: Buffer }

/** Two frames that follow each other, and the bytes of both. */
export type Together = { first: Framed; second: Framed; bytes: Buffer }

export type Line = {
  write(framed: Framed): void
  /** In one piece. */
  writeBoth(both: Together): void
  /**
   * Where many are written in this turn of the event loop, goes out at its end: in one piece with whatever else the turn
   * has for this reader, which costs half of two. The first few of a turn go out at once.
   */
  writeSoon(framed: Framed): void
}

/** An Engine.IO connection, as far as it is public. */
type Connection = {
  readyState: string
  request: IncomingMessage
  transport: { writable: boolean }
  write(packet: string, options: Options): unknown
}

/** Engine.IO writes such a frame as it is. Socket.IO hands its own over by this name. */
type Options = { compress: boolean; wsPreEncodedFrame: Buffer[] }

type WebSocket = { readyState: number }

export type Lines = { open(connection: Connection): Line }

/** A WebSocket that is neither opening nor closing. */
const OPEN = 1
/** So few cost little, and whoever is alone waits for nobody. */
const AT_ONCE = 4
const FINAL_TEXT = 0x81
/** Engine.IO's mark of a message (https://github.com/socketio/engine.io-protocol). */
const MESSAGE = '4'

export function createLines(): Lines {
  let held: TcpSocket[] = []
  let inTurn = 0

  function endTurn(): void {
    const all = held
    held = []
    inTurn = 0
    for (const tcp of all) tcp.uncork()
  }

  /** Until what the same commit has for everybody is written: that turn was asked for before this one. */
  function holdIfMany(tcp: TcpSocket): void {
    if (inTurn === 0) setImmediate(endTurn)
    inTurn += 1
    if (inTurn <= AT_ONCE) return
    tcp.cork()
    held.push(tcp)
  }

  return { open: (connection) => new TcpLine(connection, holdIfMany) }
}

/** There is one for every connection: a class, since closures would be made anew for each. */
class TcpLine implements Line {
  readonly #connection: Connection
  readonly #tcp: TcpSocket
  readonly #webSocket: WebSocket | undefined
  readonly #holdIfMany: (tcp: TcpSocket) => void

  constructor(connection: Connection, holdIfMany: (tcp: TcpSocket) => void) {
    this.#connection = connection
    this.#tcp = connection.request.socket
    this.#webSocket = webSocketOf(connection.transport)
    this.#holdIfMany = holdIfMany
  }

  write(framed: Framed): void {
    if (this.#isClear()) this.#tcp.write(framed.frame)
    else this.#writeInTurn(framed)
  }

  writeBoth({ first, second, bytes }: Together): void {
    if (this.#isClear()) this.#tcp.write(bytes)
    else {
      this.#writeInTurn(first)
      this.#writeInTurn(second)
    }
  }

  writeSoon(framed: Framed): void {
    if (this.#isClear()) {
      this.#holdIfMany(this.#tcp)
      this.#tcp.write(framed.frame)
    } else this.#writeInTurn(framed)
  }

  /** Whatever is written now keeps its place: nothing stands in Engine.IO's queue. */
  #isClear(): boolean {
    const { readyState, transport } = this.#connection
    return readyState === 'open' && transport.writable && this.#webSocket?.readyState === OPEN && this.#tcp.writable
  }

  #writeInTurn({ packet, frame }: Framed): void {
    // Its own object each: Engine.IO keeps and changes it.
    this.#connection.write(packet, { compress: false, wsPreEncodedFrame: [frame] })
  }
}

/** It is not public; without it every frame takes the long way. */
function webSocketOf(transport: object): WebSocket | undefined {
  const found: unknown = Reflect.get(transport, 'socket')
  return isWebSocket(found) ? found : undefined
}

function isWebSocket(value: unknown): value is WebSocket {
  return typeof value === 'object' && value !== null && 'readyState' in value && typeof value.readyState === 'number'
}

/** @param packet as Socket.IO encodes it (https://github.com/socketio/socket.io-protocol) */
export function framed(packet: string): Framed {
  return { packet, frame: encodeFrame(MESSAGE + packet) }
}

export function together(first: Framed, second: Framed): Together {
  return { first, second, bytes: Buffer.concat([first.frame, second.frame]) }
}

/** A text frame of a server: whole, and not masked (RFC 6455, 5.2). */
export function encodeFrame(text: string): Buffer {
  const size = Buffer.byteLength(text)
  const head = size < 126 ? 2 : size < 65_536 ? 4 : 10
  const frame = Buffer.allocUnsafe(head + size)
  frame[0] = FINAL_TEXT
  if (head === 2) frame[1] = size
  if (head === 4) {
    frame[1] = 126
    frame.writeUInt16BE(size, 2)
  }
  if (head === 10) {
    frame[1] = 127
    frame.writeBigUInt64BE(BigInt(size), 2)
  }
  frame.write(text, head)
  return frame
}
