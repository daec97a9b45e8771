// One event to every socket of a channel on this node, encoded once into the very bytes that each of them is written.
// Socket.IO's own broadcast looks through every payload for binary data, and hands each socket a frame in two parts
// through queues and events that cost more than the writing.
import { Socket as TcpSocket } from 'node:net'
import type { EventName, Events } from '../shared/protocol'
import type { ParleyServer, ParleySocket } from './sockets'

/** Engine.IO writes such a frame as it is. Socket.IO hands its own over by this name. */
type Options = { compress: boolean; wsPreEncodedFrame: Buffer[] }

const FINAL_TEXT = 0x81
/** Engine.IO's mark of a message (https://github.com/socketio/engine.io-protocol). */
const MESSAGE = '4'
/** Socket.IO's mark of an event in the main namespace (https://github.com/socketio/socket.io-protocol). */
const EVENT = '2'

export function broadcast<N extends EventName>(io: ParleyServer, channel: string, name: N, payload: Events[N]): void {
  const { adapter, sockets } = io.of('/')
  const ids = adapter.rooms.get(channel)
  if (!ids) return
  const packet = `${EVENT}${JSON.stringify([name, payload])}`
  const frame = encodeFrame(MESSAGE + packet)
  for (const id of ids) {
    const socket = sockets.get(id)
    if (!socket) continue
    const line = openLine(socket)
    if (line) {
      line.write(frame)
      continue
    }
    // Its own object each: Engine.IO keeps and changes it.
    const options: Options = { compress: false, wsPreEncodedFrame: [frame] }
    socket.conn.write(packet, options)
  }
}

/**
 * The connection below a socket, where nothing stands before it in Engine.IO's queue: whatever is written to it then
 * keeps its place. It is not public; without it the frame takes the long way.
 */
function openLine({ conn }: ParleySocket): TcpSocket | undefined {
  const { transport } = conn
  if (conn.readyState !== 'open' || !transport.writable || transport.name !== 'websocket') return undefined
  const webSocket: unknown = Reflect.get(transport, 'socket')
  if (typeof webSocket !== 'object' || webSocket === null || Reflect.get(webSocket, 'readyState') !== OPEN)
    return undefined
  const tcp: unknown = Reflect.get(webSocket, '_socket')
  return tcp instanceof TcpSocket && tcp.writable ? tcp : undefined
}

/** A WebSocket that is neither opening nor closing. */
const OPEN = 1

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
