// The bus: how an action, or another node, tells the sockets to look at the rows again. Hints only, never contents.
import type { InviteId, RoomId, SessionId, UserId } from '../shared/ids'

/** One running process of Parley, under an id that it makes at its start. */
export type NodeId = string

/** How somebody stands on one node: a visible connection, only hidden ones, none any more. */
export type PlaceState = 'present' | 'away' | 'gone'

/** Rows changed, and whoever has sockets that they concern may look. */
export type RowWake =
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
  /** The room's log has changes after `since`, up to `rev`. */
  | { kind: 'advanced'; roomId: RoomId; since: number; rev: number }

/** What nodes tell each other about themselves; a node does not act on its own. */
export type NodeWake =
  /** How people of this node stand in a room. What is told in a round holds until a later round leaves it out. */
  | { kind: 'places'; roomId: RoomId; round: number; people: { userId: UserId; state: PlaceState }[] }
  /** This node lives. With `told`, everything it holds was told in that round. */
  | { kind: 'beat'; told?: number | undefined }
  /** This node knows nothing of the others yet. */
  | { kind: 'hello' }
  /** This node leaves, and holds nobody any more. */
  | { kind: 'bye' }
  /** Wakes of this node may have been dropped. */
  | { kind: 'missed' }
  | { kind: 'typing'; roomId: RoomId; userId: UserId; on: boolean }

export type Wake = RowWake | NodeWake

/** alone: there is one node; connected: wakes reach the others; away: they do not, and rows must be asked. */
export type BusState = 'alone' | 'connected' | 'away'

/** `lost`: anything may have happened meanwhile; so it may between `away` and `back`. */
export type BusSign = 'away' | 'back' | 'lost'

/** How many wakes, since the start. `ignored` ones came from elsewhere and made no sense. */
export type BusCounts = { published: number; dropped: number; heard: number; ignored: number }

export type Bus = {
  /** Never waits, never throws. Own listeners hear it in a later turn; other nodes soon, or never while away. */
  publish(wake: Wake): void
  /** `from` is the other node that published, unset for this one's own. @returns unsubscribe */
  subscribe(listener: (wake: Wake, from: NodeId | undefined) => void): () => void
  /** @returns stop watching */
  watch(listener: (sign: BusSign) => void): () => void
  state(): BusState
  counts(): BusCounts
  close(): Promise<void>
}

/** The bus of a single node. Listeners run in a later turn, so a publisher never waits for them or meets their errors. */
export function createMemoryBus(): Bus {
  const listeners = new Set<(wake: Wake, from: NodeId | undefined) => void>()
  let published = 0
  let isClosed = false
  return {
    publish(wake) {
      if (isClosed) return
      published += 1
      setImmediate(() => {
        for (const listener of listeners) listener(wake, undefined)
      })
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    watch: () => () => {},
    state: () => 'alone',
    counts: () => ({ published, dropped: 0, heard: 0, ignored: 0 }),
    async close() {
      isClosed = true
      listeners.clear()
    },
  }
}
