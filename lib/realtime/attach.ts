// Socket.IO on an http server: settings, handshake, commands, and the way out.
import type { Server as HttpServer } from 'node:http'
import { Server } from 'socket.io'
import type { BusyShare } from '../domain/busy-share'
import type { CommittedRange } from '../domain/log-change'
import { addressOf } from '../http/client-address'
import type { OriginRule } from '../http/origin-rule'
import type { Services } from '../services'
import { SIZES } from '../shared/limits'
import { Event, SOCKET_PATH } from '../shared/protocol'
import { SERVER_TIMES } from '../shared/server-times'
import { allowRequest, authenticate } from './authenticate'
import { type Buffers, startBackpressure } from './backpressure'
import type { Bus } from './bus'
import { isRoomChannel, sessionChannel } from './channels'
import { type Answer, type Handlers, listenForCommands } from './command'
import type { Context } from './context'
import { createContext } from './create-context'
import { startDigest } from './digest'
import { sendAway } from './draining'
import { faultLevel } from './fault-level'
import { inviteHandlers } from './invite-handlers'
import { framed } from './line'
import { messageHandlers } from './message-handlers'
import { createOpenAddresses } from './open-addresses'
import { ownHandlers } from './own-handlers'
import { presenceHandlers } from './presence-handlers'
import { roomHandlers, unwatch } from './room-handlers'
import { startRounds } from './rounds'
import type { ParleyServer, ParleySocket } from './sockets'
import { joinOwnRooms } from './stir'
import { listenForWakes, tellOpenInvites } from './wakes'

export type Realtime = {
  /** Hears of commits; emits to this node's sockets. */
  committed(ranges: readonly CommittedRange[]): void
  /** Emits at once what waits for its turn. */
  flush(): void
  /**
   * Refuses new connections and tells clients to come back, each at a moment of its own. Resolves at once, or where
   * there are other nodes for them when they have gone.
   */
  drain(hasOtherNodes: boolean): Promise<void>
  /** What waits for slow readers. */
  buffers(): Buffers
  close(): Promise<void>
}

type Parts = { rule: OriginRule; busyShare: BusyShare }

export function attachRealtime(server: HttpServer, services: Services, { rule, busyShare }: Parts): Realtime {
  let isDraining = false
  const addresses = createOpenAddresses()
  const io: ParleyServer = new Server(server, {
    path: SOCKET_PATH,
    serveClient: false,
    transports: ['websocket'],
    allowEIO3: false,
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: SIZES.frameBytes,
    pingInterval: 20_000,
    pingTimeout: 10_000,
    connectTimeout: 5_000,
    upgradeTimeout: 5_000,
    // Other upgrades are routed, and refused, by the front.
    destroyUpgrade: false,
    cleanupEmptyChildNamespaces: true,
    allowRequest: allowRequest(rule, services, addresses),
  })
  io.engine.on('connection', (connection) => {
    connection.once('close', addresses.hold(addressOf(connection.request, services.settings.trustProxy)))
  })
  const backpressure = startBackpressure({
    engine: io.engine,
    onCut(reason, waitedMs) {
      services.metrics.cutSlowReader()
      services.log.warn({ reason, waitedMs }, 'a reader that does not drain was cut')
    },
  })
  const { context, fanOut, peers, closeContext } = createContext(io, services, busyShare)
  const handlers: Handlers = {
    ...roomHandlers(context),
    ...messageHandlers(context),
    ...presenceHandlers(context),
    ...inviteHandlers(context),
    ...ownHandlers(context),
  }
  services.metrics.watch({
    connections: () => io.of('/').sockets.size,
    rooms: () => [...io.of('/').adapter.rooms.keys()].filter(isRoomChannel).length,
    writeBuffers: backpressure.buffers,
    busyShare,
  })
  io.use(authenticate(context, rule, () => isDraining))
  io.on('connection', (socket) => welcome(context, socket, handlers))
  const stopDigest = startDigest(context)
  const rounds = startRounds(context, peers.isSilent)
  const stopListening = listenForWakes(context, rounds)
  return {
    committed(ranges) {
      tellOthers(services.bus, ranges)
      context.follower.committed(ranges)
    },
    flush: fanOut.flush,
    drain(hasOtherNodes) {
      isDraining = true
      return sendAway(io, hasOtherNodes)
    },
    buffers: backpressure.buffers,
    async close() {
      backpressure.close()
      stopDigest()
      stopListening()
      rounds.close()
      closeContext()
      // A reader that stalls does not answer the closing handshake either.
      const patience = setTimeout(backpressure.cutAll, SERVER_TIMES.closePatience)
      await io.close()
      clearTimeout(patience)
      await context.notes.close()
    },
  }
}

/** Said again is nothing that other nodes must read again. */
function tellOthers(bus: Bus, ranges: readonly CommittedRange[]): void {
  if (bus.state() === 'alone') return
  for (const { roomId, since, upto, isRepeat } of ranges) {
    if (!isRepeat) bus.publish({ kind: 'advanced', roomId, since, rev: upto })
  }
}

function welcome(context: Context, socket: ParleySocket, handlers: Handlers): void {
  const { services, notes } = context
  const { viewer } = socket.data
  const { connectionId, address } = socket.data
  const note = (error: unknown): void => {
    // Who has gone meanwhile, perhaps with the whole server, needs none of it.
    if (socket.connected) services.log[faultLevel(error)]({ err: error, connectionId }, 'connection note failed')
  }
  answerByLine(socket)
  forgetHandshake(socket)
  void socket.join(sessionChannel(viewer.sessionId))
  listenForCommands(socket, handlers, services)
  services.log.debug({ connectionId, from: services.tagOf(address) }, 'connected')
  notes.seen([viewer.userId])
  socket.emit(Event.serverTime, { now: services.clock.now() })
  tellOpenInvites(context, socket).catch(note)
  socket.data.hearsRooms = joinOwnRooms(context, socket).catch(note)
  socket.once('disconnect', (reason) => {
    services.log.debug({ connectionId, reason }, 'disconnected')
    for (const roomId of [...socket.data.watched]) unwatch(context, socket, roomId)
    notes.seen([viewer.userId])
  })
}

/** Socket.IO's mark of an answer (https://github.com/socketio/socket.io-protocol). */
const ANSWER = '3'

/**
 * Socket.IO asks its socket, under a name that is not public, for the function that answers a packet. Were it called
 * otherwise one day, Socket.IO's own would be used, which says the same in more steps.
 */
function answerByLine(socket: ParleySocket): void {
  Reflect.set(
    socket,
    'ack',
    (packetId: number): Answer =>
      (answer, hasAdvance) => {
        const frame = framed(`${ANSWER}${packetId}${JSON.stringify([answer])}`)
        if (hasAdvance) socket.data.line.writeBeforeAdvance(frame)
        else socket.data.line.writeSoon(frame)
      },
  )
}

/** Socket.IO keeps the whole request for as long as the connection stands, cookie and all; nothing reads it any more. */
function forgetHandshake({ conn, handshake }: ParleySocket): void {
  Reflect.set(conn, 'request', undefined)
  Object.assign(handshake, { headers: {}, query: {}, auth: {} })
}
