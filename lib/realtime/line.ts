// What a connection is written: whole frames, straight to the TCP socket below it where nothing stands before them.
// Socket.IO's own way looks through every payload for binary data, and hands each socket a frame in two parts through
// queues and events that cost more than the writing.
import type { IncomingMessage } from 'node:http'
import type { Socket as TcpSocket } from 'node:net'
import { AT_EASE, type BusyShare } from '../domain/busy-share'
import { SERVER_TIMES } from '../shared/server-times'

/** A Socket.IO packet as text, and as the very bytes of its frame. */
export type Framed = { packet: string; frame: Buffer }

/** Two frames that follow each other, and the bytes of both. */
export type Together = { first: Framed; second: Framed; bytes: Buffer }

export type Line = {
  write(framed: Framed): void
  /** In one piece. */
  writeBoth(both: Together): void
  /**
   * Goes out in one piece with whatever this reader is written next, which costs half of two: where many are written in
   * this turn of the event loop, at its end at the latest. The first few of a turn go out at once.
   */
  writeSoon(framed: Framed): void
  /** As `writeSoon`; while the process has much to do, with the advance that will follow. */
  writeBeforeAdvance(framed: Framed): void
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
/** Longer than an advance waits for its turn: one who does not hear the room has none to wait for. */
const ADVANCE_WITHIN = SERVER_TIMES.advancesApartWhenFull + 10
const FINAL_TEXT = 0x81
/** Engine.IO's mark of a message (https://github.com/socketio/engine.io-protocol). */
const MESSAGE = '4'

/** What is done with frames that wait for company. */
type Waits = { forTurn(line: TcpLine): boolean; forAdvance(line: TcpLine): boolean }

/** @param busyShare how busy the process was lately, 0 to 1 */
export function createLines(busyShare: BusyShare): Lines {
  const forTurn = createBatch((end) => setImmediate(end))
  const forAdvance = createBatch((end) => setTimeout(end, ADVANCE_WITHIN).unref())
  let inTurn = 0
  const endTurn = (): void => {
    inTurn = 0
  }
  const waits: Waits = {
    /** Until what the same commit has for everybody is written: that turn was asked for before this one. */
    forTurn(line) {
      if (inTurn === 0) setImmediate(endTurn)
      inTurn += 1
      if (inTurn <= AT_ONCE) return false
      forTurn.add(line)
      return true
    },
    forAdvance(line) {
      if (busyShare() < AT_EASE.to) return false
      forAdvance.add(line)
      return true
    },
  }
  return { open: (connection) => new TcpLine(connection, waits) }
}

/** Lines whose frames go out together, when the moment comes that the first of them asked for. */
function createBatch(ask: (end: () => void) => unknown): { add(line: TcpLine): void } {
  let lines: TcpLine[] = []
  return {
    add(line) {
      if (lines.length === 0) {
        ask(() => {
          const all = lines
          lines = []
          for (const each of all) each.flush()
        })
      }
      lines.push(line)
    },
  }
}

/** There is one for every connection: a class, since closures would be made anew for each. */
class TcpLine implements Line {
  readonly #connection: Connection
  readonly #tcp: TcpSocket
  readonly #webSocket: WebSocket | undefined
  readonly #waits: Waits
  /** Without a list of its own, since most never wait. */
  #waiting: Framed[] | undefined

  constructor(connection: Connection, waits: Waits) {
    this.#connection = connection
    this.#tcp = connection.request.socket
    this.#webSocket = webSocketOf(connection.transport)
    this.#waits = waits
  }

  write(framed: Framed): void {
    if (this.#waiting !== undefined) this.#writeAfterWaiting([framed])
    else if (this.#isClear()) this.#tcp.write(framed.frame)
    else this.#writeInTurn(framed)
  }

  writeBoth({ first, second, bytes }: Together): void {
    if (this.#waiting !== undefined) this.#writeAfterWaiting([first, second])
    else if (this.#isClear()) this.#tcp.write(bytes)
    else {
      this.#writeInTurn(first)
      this.#writeInTurn(second)
    }
  }

  writeSoon(framed: Framed): void {
    if (this.#waits.forTurn(this)) this.#wait(framed)
    else this.write(framed)
  }

  writeBeforeAdvance(framed: Framed): void {
    if (this.#waits.forAdvance(this)) this.#wait(framed)
    else this.writeSoon(framed)
  }

  flush(): void {
    this.#writeAfterWaiting([])
  }

  #wait(framed: Framed): void {
    if (this.#waiting === undefined) this.#waiting = [framed]
    else this.#waiting.push(framed)
  }

  #writeAfterWaiting(last: readonly Framed[]): void {
    const all = [...(this.#waiting ?? []), ...last]
    this.#waiting = undefined
    if (all.length === 0) return
    if (this.#isClear()) this.#tcp.write(Buffer.concat(all.map(({ frame }) => frame)))
    else for (const framed of all) this.#writeInTurn(framed)
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
