// Asking for a private chat, and answering.
import { acceptInvite, declineInvite, type InviteRow, sendInvite, withdrawInvite } from '../domain/invites'
import { Command } from '../shared/protocol'
import { Refusal } from '../shared/refusal'
import type { Handlers } from './command'
import type { Context } from './context'

type InviteCommands = Pick<
  Handlers,
  typeof Command.inviteSend | typeof Command.inviteAccept | typeof Command.inviteDecline | typeof Command.inviteWithdraw
>

export function inviteHandlers({ services }: Context): InviteCommands {
  const { database, bus, clock, settings } = services
  return {
    async [Command.inviteSend](socket, { userId: inviteeId, ...asked }) {
      const inviterId = socket.data.viewer.userId
      const pendingAtMost = settings.limits.pendingInvites
      const row = await database.transact((trx) =>
        sendInvite(trx, { ...asked, inviterId, inviteeId, now: clock.now(), pendingAtMost }),
      )
      announce(row)
      return { inviteId: row.id, expiresAt: row.expires_at }
    },
    async [Command.inviteAccept](socket, { inviteId }) {
      const { userId } = socket.data.viewer
      const row = await database.transact((trx) => acceptInvite(trx, { inviteId, userId, now: clock.now() }))
      if (row.private_id === null) throw new Refusal('not_found')
      announce(row)
      return { privateId: row.private_id }
    },
    async [Command.inviteDecline](socket, { inviteId }) {
      const { userId } = socket.data.viewer
      const row = await database.transact((trx) => declineInvite(trx, { inviteId, userId, now: clock.now() }))
      // Not to the inviter: even an unchanged event would tell them when it happened.
      bus.publish({ kind: 'invite', inviteId: row.id, tell: 'invitee' })
      return {}
    },
    async [Command.inviteWithdraw](socket, { inviteId }) {
      const { userId } = socket.data.viewer
      const row = await database.transact((trx) => withdrawInvite(trx, { inviteId, userId, now: clock.now() }))
      bus.publish({ kind: 'invite', inviteId: row.id, tell: 'both' })
      return {}
    },
  }

  function announce({ id, private_id, inviter_id, invitee_id }: InviteRow): void {
    bus.publish({ kind: 'invite', inviteId: id, tell: 'both' })
    if (private_id === null) return
    for (const userId of [inviter_id, invitee_id]) bus.publish({ kind: 'membership', roomId: private_id, userId })
  }
}
