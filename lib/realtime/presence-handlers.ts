// What a page tells about its person: seen or hidden, typing or not. Only about rooms it watches.

import type { RoomId } from '../shared/ids'
import { Command } from '../shared/protocol'
import { Refusal } from '../shared/refusal'
import type { Handlers } from './command'
import type { Context } from './context'
import type { ParleySocket } from './sockets'

type PresenceCommands = Pick<
  Handlers,
  typeof Command.presenceReport | typeof Command.typingStart | typeof Command.typingStop
>

export function presenceHandlers({ presence, typing }: Context): PresenceCommands {
  return {
    async [Command.presenceReport](socket, { visible }) {
      const { data, id } = socket
      data.isVisible = visible
      for (const roomId of data.watched) presence.see(roomId, data.viewer.userId, id, visible)
      return {}
    },
    async [Command.typingStart](socket, { roomId }) {
      requireWatched(socket, roomId)
      typing.start(roomId, socket.data.viewer.userId)
      return {}
    },
    async [Command.typingStop](socket, { roomId }) {
      requireWatched(socket, roomId)
      typing.stop(roomId, socket.data.viewer.userId)
      return {}
    },
  }
}

/** A socket watches a room only after the lookup let it in, and stops the moment its member is removed. */
function requireWatched(socket: ParleySocket, roomId: RoomId): void {
  if (!socket.data.watched.has(roomId)) throw new Refusal('not_found')
}
