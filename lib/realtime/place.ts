// A person's place in a room: their sockets here, what other nodes say of them, and what that comes to.
import type { UserId } from '../shared/ids'
import type { MemberRole, PresenceChange, PresenceState } from '../shared/model'
import type { NodeId, PlaceState } from './bus'

type Here = Exclude<PlaceState, 'gone'>

export type Place = {
  userId: UserId
  /** Unknown while only another node has told of them. */
  named: { name: string; role: MemberRole } | undefined
  /** Socket id → whether its page can be seen. */
  sockets: Map<string, boolean>
  elsewhere: Map<NodeId, { state: Here; round: number }>
  state: PresenceState
  /** Only known from nodes that are not heard now. */
  isStale: boolean
  /** What other nodes were told of the sockets here. */
  shared: PlaceState
  lastSeenAt: number
  leaving?: NodeJS.Timeout
}

export function createPlace(userId: UserId, lastSeenAt: number): Place {
  return {
    userId,
    named: undefined,
    sockets: new Map(),
    elsewhere: new Map(),
    state: 'absent',
    isStale: false,
    shared: 'gone',
    lastSeenAt,
  }
}

/** One that is seen is enough. Nothing where there is none. */
export function stateOf(states: readonly Here[]): Here | undefined {
  return states.length === 0 ? undefined : states.includes('present') ? 'present' : 'away'
}

/** Nothing while the name is not known. */
export function changeOf({ userId, named, state, lastSeenAt, isStale }: Place, hasLeft: boolean) {
  if (!named) return undefined
  const change: PresenceChange = { userId, ...named, state, lastSeenAt }
  return {
    ...change,
    ...(isStale && state !== 'absent' ? { stale: true as const } : {}),
    ...(hasLeft ? { hasLeft } : {}),
  }
}
