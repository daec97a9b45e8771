// Socket.IO's server and sockets, typed by the protocol.
import type { DefaultEventsMap, Server, Socket } from 'socket.io'
import type { Viewer } from '../domain/sessions'
import type { RoomId } from '../shared/ids'
import type { ClientToServer, ServerToClient } from '../shared/protocol'
import type { Line } from './line'

export type SocketData = {
  viewer: Viewer
  /** Its name in the log. Not Socket.IO's own id, which is the connection's. */
  connectionId: string
  line: Line
  address: string
  isVisible: boolean
  /** The rooms this socket watches. */
  watched: Set<RoomId>
  /** Settled once it hears of all rooms its person is in; before, what is posted there is told to nobody here. */
  hearsRooms: Promise<void>
}

export type ParleyServer = Server<ClientToServer, ServerToClient, DefaultEventsMap, SocketData>
export type ParleySocket = Socket<ClientToServer, ServerToClient, DefaultEventsMap, SocketData>

/** This node's sockets in a channel. */
export function socketsIn(io: ParleyServer, channel: string): ParleySocket[] {
  const { adapter, sockets } = io.of('/')
  return [...(adapter.rooms.get(channel) ?? [])].flatMap((id) => sockets.get(id) ?? [])
}
