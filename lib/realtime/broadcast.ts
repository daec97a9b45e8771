// Events to everybody who hears a channel on this node, encoded once into the very bytes that each of them is written.
import type { EventName, Events } from '../shared/protocol'
import type { Audience } from './audiences'
import { type Framed, framed, together } from './line'

/** Socket.IO's mark of an event in the main namespace (https://github.com/socketio/socket.io-protocol). */
const EVENT = '2'

export function eventOf<N extends EventName>(name: N, payload: Events[N]): Framed {
  return framed(`${EVENT}${JSON.stringify([name, payload])}`)
}

/**
 * Tells one reader after the other, until `isAwake` says that the process stood still: whoever is left may not be who may
 * hear by now. Called again, it goes on with those of them who still are in the audience.
 * @returns whether everybody was told
 */
export type Telling = (isAwake: () => boolean) => boolean

export function broadcast(audience: Audience, event: Framed): Telling {
  return tellEach(audience.values(), (line) => line.write(event))
}

/** Each event to its own audience; whoever is in both hears both in one piece, the first one first. */
export function broadcastBoth(first: Audience, event: Framed, second: Audience, other: Framed): Telling {
  const both = together(event, other)
  const others = [...second].filter(([id]) => !first.has(id))
  const tellFirst = tellEach(first.entries(), ([id, line]) => {
    if (second.has(id)) line.writeBoth(both)
    else line.write(event)
  })
  const tellOthers = tellEach(others.values(), ([id, line]) => {
    if (second.has(id)) line.write(other)
  })
  return (isAwake) => tellFirst(isAwake) && tellOthers(isAwake)
}

function tellEach<T>(left: Iterator<T>, tell: (each: T) => void): Telling {
  return (isAwake) => {
    while (isAwake()) {
      const next = left.next()
      if (next.done) return true
      tell(next.value)
    }
    return false
  }
}
