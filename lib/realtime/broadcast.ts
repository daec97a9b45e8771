// One event to every socket of a channel on this node, encoded once into the very bytes that each of them is written.
import type { EventName, Events } from '../shared/protocol'
import { framed } from './line'
import type { ParleyServer } from './sockets'

/** Socket.IO's mark of an event in the main namespace (https://github.com/socketio/socket.io-protocol). */
const EVENT = '2'

export function broadcast<N extends EventName>(io: ParleyServer, channel: string, name: N, payload: Events[N]): void {
  const { adapter, sockets } = io.of('/')
  const ids = adapter.rooms.get(channel)
  if (!ids) return
  const event = framed(`${EVENT}${JSON.stringify([name, payload])}`)
  for (const id of ids) sockets.get(id)?.data.line.write(event)
}
