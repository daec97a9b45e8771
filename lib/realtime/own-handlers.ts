// What a person settles for themself: their list of rooms, levels, name, and whom they do not want to hear.
import { declineAllFrom } from '../domain/invites'
import { renameMember, setLevel } from '../domain/members'
import { offeringAnother } from '../domain/naming'
import { listRooms } from '../domain/room-list'
import { requireRoomForMember } from '../domain/rooms'
import { listSilences, setSilence } from '../domain/silences'
import { lockUsers } from '../domain/users'
import { parseUsername } from '../shared/names'
import { Command } from '../shared/protocol'
import { Refusal } from '../shared/refusal'
import type { Handlers } from './command'
import type { Context } from './context'

type OwnCommands = Pick<
  Handlers,
  typeof Command.roomList | typeof Command.roomLevel | typeof Command.memberRename | typeof Command.personSilence
>

export function ownHandlers({ services }: Context): OwnCommands {
  const { database, bus, clock, settings } = services
  return {
    async [Command.roomList](socket) {
      const { userId } = socket.data.viewer
      // What is posted after this snapshot is told as an event, so that no count misses a message between the two.
      await socket.data.hearsRooms
      return database.snapshot(async (trx) => ({
        rooms: await listRooms(trx, database.dialect, userId),
        silences: await listSilences(trx, userId),
      }))
    },

    async [Command.roomLevel](socket, { roomId, level }) {
      const { userId } = socket.data.viewer
      await database.transact(async (trx) => {
        await requireRoomForMember(trx, userId, { roomId })
        await setLevel(trx, roomId, userId, level)
      })
      return {}
    },

    async [Command.memberRename](socket, payload) {
      const { userId } = socket.data.viewer
      const { roomId } = payload
      const parsed = parseUsername(payload.name)
      if (!parsed.ok) throw new Refusal('invalid', { fields: { name: parsed.problem } })
      const { name } = parsed
      const nameHeldMs = settings.limits.nameHeldHours * 3_600_000
      await offeringAnother(database.read, { roomId, name }, () =>
        database.transact((trx) => renameMember(trx, { roomId, userId, name, now: clock.now(), nameHeldMs })),
      )
      bus.publish({ kind: 'membership', roomId, userId })
      return { name }
    },

    async [Command.personSilence](socket, { userId: otherId, kind, on }) {
      const { userId } = socket.data.viewer
      const declined = await database.transact(async (trx) => {
        // Both rows: an invite that is being sent now comes before this, or finds it done.
        await lockUsers(trx, [userId, otherId])
        await setSilence(trx, { userId, otherId, kind, on, now: clock.now() })
        return kind === 'block' && on ? declineAllFrom(trx, { inviterId: otherId, inviteeId: userId }) : []
      })
      for (const inviteId of declined) bus.publish({ kind: 'invite', inviteId, tell: 'invitee' })
      bus.publish({ kind: 'silences', userId })
      return {}
    },
  }
}
