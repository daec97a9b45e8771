// What people do in several steps, for tests that begin where it ends.
import { announceLeft } from '../auth/announce-left'
import { leaveParley } from '../domain/leaving'
import { leaveRoom } from '../domain/members'
import { createClientMessageId, type InviteId, type MessageId, type RoomId } from '../shared/ids'
import { type Client, connect, type Person } from './client'
import type { TestServer } from './server'

/** Leaves a room, as the server action does. */
export async function leave({ services }: TestServer, { userId }: Person, roomId: RoomId): Promise<void> {
  await services.database.transact((trx) => leaveRoom(trx, { roomId, userId }))
  services.bus.publish({ kind: 'membership', roomId, userId })
}

/** Ends a session, as the server action does. */
export async function leaveAll({ services }: TestServer, { viewer }: Person): Promise<void> {
  announceLeft(
    services.bus,
    viewer,
    await services.database.transact((trx) => leaveParley(trx, viewer, services.clock.now())),
  )
}

/** Says a thing in a room and waits until it is stored. */
export async function say(client: Client, roomId: RoomId, body: string): Promise<MessageId> {
  const { id } = await client.do('message:send', { roomId, clientMessageId: createClientMessageId(), body })
  return id
}

/** Asks someone of the same room for a private chat. */
export async function invite(server: TestServer, inviter: Person, invitee: Person): Promise<InviteId> {
  const client = await connect(server, inviter)
  const { inviteId } = await client.do('invite:send', { roomId: inviter.roomId, userId: invitee.userId })
  client.close()
  return inviteId
}

/** Opens the private room of two people of the same room. */
export async function befriend(
  server: TestServer,
  inviter: Person,
  invitee: Person,
): Promise<{ inviteId: InviteId; privateId: RoomId }> {
  const inviteId = await invite(server, inviter, invitee)
  const client = await connect(server, invitee)
  const { privateId } = await client.do('invite:accept', { inviteId })
  client.close()
  return { inviteId, privateId }
}
