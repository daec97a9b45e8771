import { setReadSeq } from '../domain/members'
import { findCatchUp, findPage } from '../domain/messages'
import { estimateOpenRooms, type MemberRoom, type RoomKey, requireRoomForMember } from '../domain/rooms'
import { requireOwnCode, rotateCode } from '../domain/rotate-code'
import { searchMessages } from '../domain/search'
import { indexWaiting } from '../domain/waiting-words'
import type { RoomId } from '../shared/ids'
import { Command } from '../shared/protocol'
import { isRefusal, Refusal } from '../shared/refusal'
import { SERVER_SIZES } from '../shared/server-sizes'
import { memberChannel, roomChannel } from './channels'
import type { Handlers } from './command'
import type { Context } from './context'
import type { ParleySocket } from './sockets'

type RoomCommands = Pick<
  Handlers,
  | typeof Command.roomEnter
  | typeof Command.roomLeave
  | typeof Command.roomCatchUp
  | typeof Command.roomRead
  | typeof Command.roomRotate
  | typeof Command.messagePage
  | typeof Command.messageSearch
>

export function roomHandlers(context: Context): RoomCommands {
  const { lookups, presence } = context
  const { database, rates, bus } = context.services
  return {
    async [Command.roomEnter](socket, payload) {
      const { userId } = socket.data.viewer
      const key: RoomKey = 'roomId' in payload ? { roomId: payload.roomId } : { code: payload.code }
      const { room, self } = await requireKnown(socket, key)
      await watch(context, socket, room.id, self)
      // The socket hears the room from here on, so whatever commits after this snapshot reaches it as an event.
      const entry = await lookups.entry({ userId, roomId: room.id, cursor: payload.cursor })
      if (!entry) {
        unwatch(context, socket, room.id)
        void socket.leave(memberChannel(room.id))
        throw new Refusal('not_found')
      }
      const { member, advance, members } = entry
      context.follower.entered(room.id, member.head)
      return { room: member.room, self: member.self, members: presence.roster(room.id, members), advance }
    },

    async [Command.roomLeave](socket, { roomId }) {
      unwatch(context, socket, roomId)
      return {}
    },

    async [Command.roomCatchUp](socket, { roomId, cursor }) {
      return database.snapshot(async (trx) => {
        const member = await requireRoomForMember(trx, socket.data.viewer.userId, { roomId })
        return findCatchUp(trx, member, cursor)
      })
    },

    async [Command.messagePage](socket, { roomId, limit, ...anchor }) {
      return database.snapshot(async (trx) => {
        await requireRoomForMember(trx, socket.data.viewer.userId, { roomId })
        return findPage(trx, roomId, limit, anchor)
      })
    },

    async [Command.messageSearch](socket, { roomId, query, beforeSeq }) {
      // What cannot be indexed now, on a full disk say, is found later; what is indexed already is found now.
      await indexWaiting(database).catch((error: unknown) => {
        if (!isRefusal(error)) throw error
      })
      return database.snapshot(async (trx) => {
        await requireRoomForMember(trx, socket.data.viewer.userId, { roomId })
        return searchMessages(trx, database.dialect, roomId, { query, beforeSeq, limit: SERVER_SIZES.searchHits })
      })
    },

    async [Command.roomRead](socket, { roomId, seq }) {
      const { userId } = socket.data.viewer
      const { head } = await requireRoomForMember(database.read, userId, { roomId })
      await database.transact((trx) => setReadSeq(trx, roomId, userId, Math.min(seq, head)))
      return {}
    },

    async [Command.roomRotate](socket, { roomId }) {
      const rotation = { roomId, userId: socket.data.viewer.userId }
      // First, so that who may not do it cannot spend what others behind the address need for rooms of their own.
      await requireOwnCode(database.read, rotation)
      await rates.chargeRoom(socket.data.address)
      const code = await database.transact((trx) => rotateCode(trx, rotation))
      bus.publish({ kind: 'room', roomId })
      return { code }
    },
  }

  /** A member's own room; a code that opens none of theirs is a guess, and charged as one. */
  async function requireKnown(socket: ParleySocket, key: RoomKey): Promise<MemberRoom> {
    try {
      const { userId } = socket.data.viewer
      if ('code' in key) return await requireRoomForMember(database.read, userId, key)
      const member = await lookups.member({ userId, roomId: key.roomId })
      if (!member) throw new Refusal('not_found')
      return member
    } catch (error) {
      if (!isRefusal(error) || error.code !== 'not_found' || !('code' in key)) throw error
      const { address } = socket.data
      await rates.inTurn(address, async () => {
        await rates.requireGuess(address, await estimateOpenRooms(database.read))
        await rates.noteWrongCode(address)
      })
      throw error
    }
  }
}

async function watch(
  { presence }: Context,
  socket: ParleySocket,
  roomId: RoomId,
  self: MemberRoom['self'],
): Promise<void> {
  const { watched } = socket.data
  if (!watched.has(roomId) && watched.size >= SERVER_SIZES.roomsPerSocket)
    throw new Refusal('conflict', { fields: { roomId: 'too_many' } })
  watched.add(roomId)
  // A room that was opened this moment is not yet among those its connection joined by itself.
  await socket.join([roomChannel(roomId), memberChannel(roomId)])
  presence.arrive(roomId, self, socket.id, socket.data.isVisible)
}

export function unwatch({ presence, typing }: Context, socket: ParleySocket, roomId: RoomId): void {
  if (!socket.data.watched.delete(roomId)) return
  void socket.leave(roomChannel(roomId))
  typing.stop(roomId, socket.data.viewer.userId)
  presence.depart(roomId, socket.data.viewer.userId, socket.id)
}
