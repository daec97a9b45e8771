// Events to everybody who hears a channel on this node, encoded once into the very bytes that each of them is written.
import type { EventName, Events } from '../shared/protocol'
import type { Audience } from './audiences'
import { type Framed, framed, together } from './line'

/** Socket.IO's mark of an event in the main namespace (https://github.com/socketio/socket.io-protocol). */
const EVENT = '2'

export function eventOf<N extends EventName>(name: N, payload: Events[N]): Framed {
  return framed(`${EVENT}${JSON.stringify([name, payload])}`)
}

export function broadcast(audience: Audience, event: Framed): void {
  for (const line of audience.values()) line.write(event)
}

/** Each event to its own audience; whoever is in both hears both in one piece, the first one first. */
export function broadcastBoth(first: Audience, event: Framed, second: Audience, other: Framed): void {
  const both = together(event, other)
  for (const [id, line] of first) {
    if (second.has(id)) line.writeBoth(both)
    else line.write(event)
  }
  for (const [id, line] of second) if (!first.has(id)) line.write(other)
}
