// Writing to a room's log. Membership is checked inside the writing transaction.
import { burnRoom } from '../domain/burning'
import { Command } from '../shared/protocol'
import type { Handlers } from './command'
import type { Context } from './context'

type MessageCommands = Pick<
  Handlers,
  | typeof Command.messageSend
  | typeof Command.messageEdit
  | typeof Command.messageDelete
  | typeof Command.messageReact
  | typeof Command.roomBurn
>

export function messageHandlers({ services, typing }: Context): MessageCommands {
  const { commits, database, bus, clock } = services
  return {
    async [Command.messageSend](socket, payload) {
      const { userId } = socket.data.viewer
      const place = await commits.commit({ kind: 'post', userId, ...payload })
      typing.stop(payload.roomId, userId)
      return place
    },
    async [Command.messageEdit](socket, payload) {
      const { rev } = await commits.commit({ kind: 'edit', userId: socket.data.viewer.userId, ...payload })
      return { rev }
    },
    async [Command.messageDelete](socket, payload) {
      const { rev } = await commits.commit({ kind: 'delete', userId: socket.data.viewer.userId, ...payload })
      return { rev }
    },
    async [Command.messageReact](socket, payload) {
      const { rev } = await commits.commit({ kind: 'react', userId: socket.data.viewer.userId, ...payload })
      return { rev }
    },
    async [Command.roomBurn](socket, { roomId }) {
      const { userId } = socket.data.viewer
      const burned = await database.transact((trx) => burnRoom(trx, { roomId, userId, now: clock.now() }))
      bus.publish({ kind: 'burned', roomId })
      return burned
    },
  }
}
