// Who hears the channels of rooms on this node, as lines to write to. Who is in a channel is Socket.IO's to say; kept as it
// says so, since asking it anew looks every reader up twice, for every event.
import { isOfRoom } from './channels'
import type { Line } from './line'
import type { ParleyServer } from './sockets'

/** The lines of a channel by the ids of their sockets. */
export type Audience = ReadonlyMap<string, Line>

export type Audiences = { of(channel: string): Audience; close(): void }

const NOBODY: Audience = new Map()

export function createAudiences(io: ParleyServer): Audiences {
  const { adapter, sockets } = io.of('/')
  const channels = new Map<string, Map<string, Line>>()

  function joined(channel: string, id: string): void {
    const line = isOfRoom(channel) ? sockets.get(id)?.data.line : undefined
    if (line === undefined) return
    const known = channels.get(channel)
    if (known) known.set(id, line)
    else channels.set(channel, new Map([[id, line]]))
  }

  function left(channel: string, id: string): void {
    const known = channels.get(channel)
    known?.delete(id)
    if (known?.size === 0) channels.delete(channel)
  }

  adapter.on('join-room', joined)
  adapter.on('leave-room', left)
  return {
    of: (channel) => channels.get(channel) ?? NOBODY,
    close() {
      adapter.off('join-room', joined)
      adapter.off('leave-room', left)
      channels.clear()
    },
  }
}
