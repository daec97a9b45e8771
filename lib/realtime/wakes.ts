// What a wake does: look at the rows again, then tell, move or close this node's sockets.

import { viewInvite } from '../domain/invite-view'
import { findAcceptedInvites, findInvite, findOpenInvites, type InviteRow } from '../domain/invites'
import { findRoomForMember } from '../domain/rooms'
import type { InviteId, RoomId, UserId } from '../shared/ids'
import { Event } from '../shared/protocol'
import type { Wake } from './bus'
import { roomChannel, sessionChannel, userChannel } from './channels'
import type { Context } from './context'
import { unwatch } from './room-handlers'
import type { ParleySocket } from './sockets'

/** @returns unsubscribe */
export function listenForWakes(context: Context): () => void {
  const { bus, log } = context.services
  return bus.subscribe((wake) => {
    act(context, wake).catch((error: unknown) => log.error({ err: error, wake: wake.kind }, 'wake failed'))
  })
}

async function act(context: Context, wake: Wake): Promise<void> {
  switch (wake.kind) {
    case 'membership':
      return checkMembership(context, wake.roomId, wake.userId)
    case 'session':
      context.io.local.in(sessionChannel(wake.sessionId)).disconnectSockets(true)
      return
    case 'invite':
      return tellInvite(context, wake.inviteId, wake.tell)
  }
}

async function checkMembership(context: Context, roomId: RoomId, userId: UserId): Promise<void> {
  const { io, services, presence } = context
  const member = await findRoomForMember(services.database.read, userId, { roomId })
  if (member) {
    presence.rename(roomId, userId, member.self.name)
  } else {
    for (const socket of socketsIn(context, userChannel(userId))) unwatch(context, socket, roomId)
    io.local.to(userChannel(userId)).emit(Event.memberRemoved, { roomId, reason: 'left' })
    presence.remove(roomId, userId)
  }
  await tellOther(context, roomId, userId)
}

/** In a private room the other's standing is part of the room itself. */
async function tellOther(context: Context, roomId: RoomId, changed: UserId): Promise<void> {
  for (const socket of socketsIn(context, roomChannel(roomId))) {
    const { userId } = socket.data.viewer
    if (userId === changed) continue
    const member = await findRoomForMember(context.services.database.read, userId, { roomId })
    if (member?.room.kind !== 'private') return
    socket.emit(Event.roomUpdated, member.room)
  }
}

async function tellInvite({ io, services }: Context, id: InviteId, tell: 'both' | 'invitee'): Promise<void> {
  const row = await findInvite(services.database.read, id)
  if (!row) return
  const told = tell === 'both' ? [row.invitee_id, row.inviter_id] : [row.invitee_id]
  for (const userId of told) emitInvite(io.local.to(userChannel(userId)), row, userId, services.clock.now())
}

/** Tells a fresh connection what stands open, and what was accepted while its person was away. */
export async function tellOpenInvites({ services }: Context, socket: ParleySocket): Promise<void> {
  const { userId } = socket.data.viewer
  const now = services.clock.now()
  const open = await findOpenInvites(services.database.read, userId, now)
  const accepted = await findAcceptedInvites(services.database.read, userId, now)
  for (const row of [...open, ...accepted]) emitInvite(socket, row, userId, now)
}

function emitInvite(emitter: Pick<ParleySocket, 'emit'>, row: InviteRow, to: UserId, now: number): void {
  const invite = viewInvite(row, to, now)
  if (!invite) return
  const pending = row.inviter_id === to ? Event.inviteSent : Event.inviteReceived
  emitter.emit(invite.state === 'pending' ? pending : Event.inviteResolved, invite)
}

function socketsIn({ io }: Context, channel: string): ParleySocket[] {
  const { adapter, sockets } = io.of('/')
  const ids = [...(adapter.rooms.get(channel) ?? [])]
  return ids.flatMap((id) => sockets.get(id) ?? [])
}
