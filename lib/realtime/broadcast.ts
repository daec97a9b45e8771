// One event to every socket of a channel on this node, encoded once into the very bytes that each of them is written.
// Socket.IO's own broadcast looks through every payload for binary data, and hands each socket a frame in two parts.
import type { EventName, Events } from '../shared/protocol'
import type { ParleyServer } from './sockets'

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
    // Its own object each: Engine.IO keeps and changes it.
    const options: Options = { compress: false, wsPreEncodedFrame: [frame] }
    sockets.get(id)?.conn.write(packet, options)
  }
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
