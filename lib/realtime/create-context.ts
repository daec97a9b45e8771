// Puts together what handlers, wakes and rounds work with, each part knowing only those it needs.
import type { BusyShare } from '../domain/busy-share'
import { findMembers } from '../domain/members'
import type { Services } from '../services'
import type { Advance } from '../shared/model'
import { Event } from '../shared/protocol'
import { createAudiences } from './audiences'
import { broadcast, broadcastBoth, eventOf } from './broadcast'
import { memberChannel, roomChannel } from './channels'
import type { Context } from './context'
import { createDeliveryLag } from './delivery-lag'
import { createFanOut, type FanOut } from './fan-out'
import { faultLevel } from './fault-level'
import { createFollower } from './follow'
import { createLines } from './line'
import { createLookups } from './lookups'
import { createNotes } from './notes'
import { type Peers, startPeers } from './peers'
import { createPresence } from './presence'
import type { ParleyServer } from './sockets'
import { createStanding } from './standing'
import { createStir } from './stir'
import { createTyping } from './typing'
import { checkMembership, tellBurned } from './wakes'

/** `fanOut` waits for its turn and may be told not to. */
export function createContext(
  io: ParleyServer,
  services: Services,
  busyShare: BusyShare,
): { context: Context; fanOut: FanOut; peers: Peers; closeContext(): void } {
  const { bus, clock, settings, database, log, metrics } = services
  const lag = createDeliveryLag(metrics.delivered)
  const audiences = createAudiences(io)
  // Asked once more when it goes out: the process may have stood still while it waited for its turn.
  const tellRoom = (advance: Advance): void =>
    standing.whenFresh(advance.roomId, () => {
      const { roomId } = advance
      const stirred = stir.along(roomId)
      const watching = audiences.of(roomChannel(roomId))
      const event = eventOf(Event.roomAdvanced, advance)
      lag.emitted(roomId)
      return stirred === undefined
        ? broadcast(watching, event)
        : broadcastBoth(watching, event, audiences.of(memberChannel(roomId)), eventOf(Event.roomStirred, stirred))
    })
  const fanOut = createFanOut(tellRoom, busyShare)
  const standing = createStanding({
    io,
    services,
    recheck: (roomId, userId) => checkMembership(context, roomId, userId),
    onError: (error) => log.warn({ err: error }, 'nothing was told, since who may hear it is not known'),
  })
  const stir = createStir({
    database,
    emit: (stirred) =>
      standing.whenFresh(stirred.roomId, () =>
        broadcast(audiences.of(memberChannel(stirred.roomId)), eventOf(Event.roomStirred, stirred)),
      ),
    onError: (error) => log[faultLevel(error)]({ err: error }, 'stir failed'),
  })
  const follower = createFollower({
    database,
    standing,
    emit(ranges) {
      lag.committed(ranges)
      fanOut.committed(ranges)
      stir.committed(ranges)
    },
    emitEmptied: (roomId) => tellBurned(context, roomId),
    onError: (error) => log.warn({ err: error }, 'following a room failed; it is tried again'),
  })
  const presence = createPresence({
    now: clock.now,
    graceMs: settings.limits.presenceGraceMs,
    emit: (changed) =>
      standing.whenFresh(changed.roomId, () =>
        broadcast(audiences.of(roomChannel(changed.roomId)), eventOf(Event.presenceChanged, changed)),
      ),
    share: (roomId, userId, state) => peers.tell(roomId, userId, state),
    findPeople: (roomId, userIds) => findMembers(database.read, roomId, userIds),
    onError: (error) => log.warn({ err: error }, 'whoever is on other nodes is told later'),
  })
  const typing = createTyping(
    (roomId, userIds) =>
      standing.whenFresh(roomId, () => () => {
        io.local.to(roomChannel(roomId)).volatile.emit(Event.typingChanged, { roomId, userIds })
        return true
      }),
    (roomId, userId, on) => peers.tellTyping(roomId, userId, on),
  )
  const peers = startPeers({ bus, presence, typing, leaseMs: settings.limits.nodeLeaseMs })
  const lookups = createLookups(services, presence.userIds)
  const notes = createNotes(services)
  const lines = createLines(busyShare)
  const context: Context = { io, services, lines, lookups, notes, presence, typing, standing, follower }
  return {
    context,
    fanOut,
    peers,
    closeContext() {
      peers.close()
      follower.close()
      fanOut.close()
      stir.close()
      presence.close()
      typing.close()
      standing.close()
      audiences.close()
    },
  }
}
