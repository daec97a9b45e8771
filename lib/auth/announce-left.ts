// Tells the sockets that someone left Parley: called after the rows say so.
import type { Left } from '../domain/leaving'
import type { Viewer } from '../domain/sessions'
import type { Services } from '../services'

export function announceLeft(bus: Services['bus'], viewer: Viewer, { roomIds, inviteIds }: Left): void {
  for (const roomId of roomIds) bus.publish({ kind: 'membership', roomId, userId: viewer.userId })
  for (const inviteId of inviteIds) bus.publish({ kind: 'invite', inviteId, tell: 'both' })
  bus.publish({ kind: 'session', sessionId: viewer.sessionId })
}
