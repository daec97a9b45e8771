// The bus: how an action, or another node, tells the sockets to look at the rows again. Hints only, never contents.
import type { InviteId, RoomId, SessionId, UserId } from '../shared/ids'

export type Wake =
  /** A user's place in a room changed: joined, renamed, left, removed. */
  | { kind: 'membership'; roomId: RoomId; userId: UserId }
  /** A session ended. */
  | { kind: 'session'; sessionId: SessionId }
  /** An invite changed, and these people may hear of it. Who is not named must not notice that anything happened. */
  | { kind: 'invite'; inviteId: InviteId; tell: 'both' | 'invitee' }
  /** Somebody muted or blocked someone, or ended it: told to nobody but themself. */
  | { kind: 'silences'; userId: UserId }
  /** The messages of a private room were destroyed. */
  | { kind: 'burned'; roomId: RoomId }
  /** What a room of many is to all its members changed: its code. */
  | { kind: 'room'; roomId: RoomId }

export type Bus = {
  publish(wake: Wake): void
  /** @returns unsubscribe */
  subscribe(listener: (wake: Wake) => void): () => void
}

/** The bus of a single node. Listeners run in a later turn, so a publisher never waits for them or meets their errors. */
export function createMemoryBus(): Bus {
  const listeners = new Set<(wake: Wake) => void>()
  return {
    publish(wake) {
      setImmediate(() => {
        for (const listener of listeners) listener(wake)
      })
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
