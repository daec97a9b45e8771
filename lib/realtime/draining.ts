// The way out for connections: each is told to go at a moment of its own, so that the next node is not met by all at once.
import { setTimeout as delay } from 'node:timers/promises'
import { Event } from '../shared/protocol'
import { SERVER_TIMES } from '../shared/server-times'
import type { ParleyServer } from './sockets'

const LOOK_EVERY = 50
/** Who was told the last moment of the spread needs one more to be gone. */
const SLACK = 500

/**
 * Tells every connection to leave and come back after a random part of the spread.
 * @param isAwaited other nodes take them in: whoever is not due yet is served until then. Without another node waiting
 * would only make the pause longer.
 */
export async function sendAway(io: ParleyServer, isAwaited: boolean): Promise<void> {
  const { sockets } = io.of('/')
  for (const socket of sockets.values()) {
    socket.emit(Event.serverDraining, { reconnectInMs: Math.round(Math.random() * SERVER_TIMES.drainSpread) })
  }
  const until = performance.now() + SERVER_TIMES.drainSpread + SLACK
  while (isAwaited && sockets.size > 0 && performance.now() < until) await delay(LOOK_EVERY)
}
