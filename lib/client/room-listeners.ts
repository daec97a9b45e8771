// What a room's store hears from the server, and what becomes of it.
import type { RoomId } from '../shared/ids'
import type { PresenceChange } from '../shared/model'
import { Event, type ServerToClient } from '../shared/protocol'
import type { Line } from './line'
import type { RoomState } from './room-state'
import type { RoomSync } from './room-sync'
import { applyPresence, keepNotices, noticesOf } from './roster'
import { serverNow } from './server-clock'

type Listeners = { [N in keyof ServerToClient]?: ServerToClient[N] }

type Parts = {
  roomId: RoomId
  sync: RoomSync
  read(): RoomState
  set(change: Partial<RoomState>): void
}

/** Listens on the line's socket. @returns stop */
export function listenToRoom(socket: Line['socket'], { roomId, sync, read, set }: Parts): () => void {
  const listeners: Listeners = {
    [Event.roomAdvanced]: (advance) => {
      if (advance.roomId !== roomId) return
      sync.advance(advance)
      // Who just said it is not still typing it.
      const spoke = new Set(advance.messages.map(({ author }) => author.id))
      const { typing: typists } = read()
      if (typists.some((id) => spoke.has(id))) set({ typing: typists.filter((id) => !spoke.has(id)) })
    },
    [Event.roomHeads]: (heads) => {
      const head = heads[roomId]
      if (head !== undefined) sync.head(head)
    },
    [Event.roomUpdated]: (room) => {
      if (room.id === roomId) set({ room })
    },
    [Event.roomClosed]: (closed) => {
      if (closed.roomId === roomId) set({ ended: 'closed' })
    },
    [Event.memberRemoved]: (removed) => {
      if (removed.roomId === roomId) set({ ended: removed.reason })
    },
    [Event.typingChanged]: (changed) => {
      const { self } = read()
      if (changed.roomId === roomId) set({ typing: changed.userIds.filter((id) => id !== self.userId) })
    },
    [Event.presenceChanged]: (changed) => {
      if (changed.roomId !== roomId) return
      const { room, roster, notices, self, timeline } = read()
      const next = applyPresence(roster, changed)
      if (!next) return void sync.enter()
      if (next === roster) return
      const afterSeq = timeline.messages.at(-1)?.seq ?? 0
      const noted = noticesOf(roster, changed.changes, { selfId: self.userId, afterSeq, at: serverNow() })
      // Of two, who is here stands over the messages all the time.
      const added = room.kind === 'private' ? noted.filter(({ kind }) => kind === 'renamed') : noted
      set({ roster: next, notices: keepNotices(notices, added), self: named(self, changed.changes) })
    },
  }
  return listenTo(socket, listeners)
}

/** The own name may have been changed in another tab. */
function named(self: RoomState['self'], changes: readonly PresenceChange[]): RoomState['self'] {
  const own = changes.find(({ userId }) => userId === self.userId)
  return own === undefined || own.name === self.name ? self : { ...self, name: own.name }
}

/** Listens to several events at once. @returns stop */
export function listenTo(socket: Line['socket'], listeners: Listeners): () => void {
  const plain: { on(name: string, listener: unknown): void; off(name: string, listener: unknown): void } =
    Object(socket)
  for (const [name, listener] of Object.entries(listeners)) plain.on(name, listener)
  return () => {
    for (const [name, listener] of Object.entries(listeners)) plain.off(name, listener)
  }
}
