// What a wake does: look at the rows again, then tell, move or close this node's sockets.
import { viewInvite } from '../domain/invite-view'
import { findInvite, type InviteRow } from '../domain/invites'
import { findMembers } from '../domain/members'
import { findSnapshot } from '../domain/messages'
import { findRoomForMember } from '../domain/rooms'
import { listSilences } from '../domain/silences'
import type { InviteId, RoomId, UserId } from '../shared/ids'
import { Event } from '../shared/protocol'
import type { NodeId, Wake } from './bus'
import { memberChannel, roomChannel, sessionChannel, userChannel } from './channels'
import type { Context } from './context'
import { faultLevel } from './fault-level'
import { unwatch } from './room-handlers'
import type { Rounds } from './rounds'
import { type ParleySocket, socketsIn } from './sockets'

/** @returns unsubscribe */
export function listenForWakes(context: Context, rounds: Rounds): () => void {
  const { bus, log, metrics } = context.services
  return bus.subscribe((wake, from) => {
    act(context, rounds, wake, from).then(
      () => metrics.wake(wake.kind, 'done'),
      (error: unknown) => {
        metrics.wake(wake.kind, 'failed')
        log[faultLevel(error)]({ err: error, wake: wake.kind }, 'wake failed')
      },
    )
  })
}

async function act(context: Context, rounds: Rounds, wake: Wake, from: NodeId | undefined): Promise<void> {
  switch (wake.kind) {
    case 'advanced':
      if (from !== undefined) context.follower.heard(wake.roomId, wake.since, wake.rev)
      return
    case 'missed':
      return from === undefined ? undefined : rounds.all()
    case 'places':
    case 'beat':
    case 'hello':
    case 'bye':
    case 'typing':
      return
    case 'membership':
      return checkMembership(context, wake.roomId, wake.userId)
    case 'session':
      context.io.local.in(sessionChannel(wake.sessionId)).disconnectSockets(true)
      return
    case 'invite':
      return tellInvite(context, wake.inviteId, wake.tell)
    case 'silences':
      return tellSilences(context, wake.userId)
    case 'burned':
      return tellBurned(context, wake.roomId)
    case 'room':
      return tellRoom(context, wake.roomId)
  }
}

export async function checkMembership(context: Context, roomId: RoomId, userId: UserId): Promise<void> {
  const { io, services, presence } = context
  const member = await findRoomForMember(services.database.read, userId, { roomId })
  if (member) {
    io.local.in(userChannel(userId)).socketsJoin(memberChannel(roomId))
    presence.rename(roomId, userId, member.self.name)
  } else {
    io.local.in(userChannel(userId)).socketsLeave(memberChannel(roomId))
    for (const socket of socketsIn(context.io, userChannel(userId))) unwatch(context, socket, roomId)
    io.local.to(userChannel(userId)).emit(Event.memberRemoved, { roomId, reason: 'left' })
    presence.remove(roomId, userId)
  }
  await tellOther(context, roomId, userId)
}

/** In a private room the other's standing is part of the room itself. */
async function tellOther(context: Context, roomId: RoomId, changed: UserId): Promise<void> {
  for (const socket of socketsIn(context.io, roomChannel(roomId))) {
    const { userId } = socket.data.viewer
    if (userId === changed) continue
    const member = await findRoomForMember(context.services.database.read, userId, { roomId })
    if (member?.room.kind !== 'private') return
    socket.emit(Event.roomUpdated, member.room)
  }
}

export async function tellSilences({ io, services }: Context, userId: UserId): Promise<void> {
  const silences = await listSilences(services.database.read, userId)
  io.local.to(userChannel(userId)).emit(Event.silencesChanged, { silences })
}

/** Who watches gets the page as it is now, which replaces what they hold; every tab of both gets the receipt. */
export async function tellBurned(context: Context, roomId: RoomId): Promise<void> {
  for (const socket of socketsIn(context.io, memberChannel(roomId))) {
    const told = await context.services.database.snapshot(async (trx) => {
      const member = await findRoomForMember(trx, socket.data.viewer.userId, { roomId })
      return member && { room: member.room, advance: (await findSnapshot(trx, member)).advance }
    })
    if (!told) continue
    context.follower.told(roomId, told.advance.head)
    if (socket.data.watched.has(roomId)) socket.emit(Event.roomAdvanced, told.advance)
    socket.emit(Event.roomUpdated, told.room)
  }
}

/**
 * A room of many is the same for each of them, so it is read once. Rows say who is a member: whoever was removed a
 * moment ago may still be in the channel, and must not learn the new code.
 */
export async function tellRoom(context: Context, roomId: RoomId): Promise<void> {
  const { read } = context.services.database
  const sockets = socketsIn(context.io, memberChannel(roomId))
  const members = await findMembers(read, roomId, [...new Set(sockets.map(({ data }) => data.viewer.userId))])
  const [anyone] = members.keys()
  const found = anyone && (await findRoomForMember(read, anyone, { roomId }))
  if (!found || found.room.kind === 'private') return
  for (const socket of sockets) {
    if (members.has(socket.data.viewer.userId)) socket.emit(Event.roomUpdated, found.room)
  }
}

async function tellInvite({ io, services }: Context, id: InviteId, tell: 'both' | 'invitee'): Promise<void> {
  const row = await findInvite(services.database.read, id)
  if (!row) return
  const told = tell === 'both' ? [row.invitee_id, row.inviter_id] : [row.invitee_id]
  for (const userId of told) emitInvite(io.local.to(userChannel(userId)), row, userId, services.clock.now())
}

/** Tells a fresh connection what stands open, and what was accepted while its person was away. */
export async function tellOpenInvites({ services, lookups }: Context, socket: ParleySocket): Promise<void> {
  const { userId } = socket.data.viewer
  for (const row of await lookups.invites(userId)) emitInvite(socket, row, userId, services.clock.now())
}

export function emitInvite(emitter: Pick<ParleySocket, 'emit'>, row: InviteRow, to: UserId, now: number): void {
  const invite = viewInvite(row, to, now)
  if (!invite) return
  const pending = row.inviter_id === to ? Event.inviteSent : Event.inviteReceived
  emitter.emit(invite.state === 'pending' ? pending : Event.inviteResolved, invite)
}
