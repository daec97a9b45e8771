// Who is here, as told by changes; and the notices of who came and went. Pure.
import type { UserId } from '../shared/ids'
import type { PresenceChange, Roster } from '../shared/model'
import type { Event, Events } from '../shared/protocol'
import type { Notice, RoomState, RosterMember } from './room-state'

type ClientRoster = RoomState['roster']

/** How many notices a visit keeps. */
const NOTICES_KEPT = 50

const ORDER = { present: 0, away: 1, absent: 2 } as const

/** Who is here first, then by name as the reader's language sorts. */
export function toRoster({ version, count, list }: Roster): ClientRoster {
  return { version, count, list: sorted(list) }
}

function sorted(list: readonly RosterMember[]): readonly RosterMember[] {
  return list.toSorted(
    (a, b) => ORDER[a.state] - ORDER[b.state] || a.name.localeCompare(b.name) || (a.userId < b.userId ? -1 : 1),
  )
}

/** Nothing where a change was missed: the whole roster must be asked for again. */
export function applyPresence(
  roster: ClientRoster,
  { version, count, changes }: Events[typeof Event.presenceChanged],
): ClientRoster | undefined {
  if (version <= roster.version) return roster
  if (version > roster.version + 1) return undefined
  const byId = new Map(roster.list.map((member) => [member.userId, member]))
  for (const { hasLeft, ...member } of changes) {
    if (hasLeft) byId.delete(member.userId)
    else byId.set(member.userId, member)
  }
  return { version, count, list: sorted([...byId.values()]) }
}

/** A change between here and not here, or of the name, of somebody else, is a notice; away and back is not. */
export function noticesOf(
  roster: ClientRoster,
  changes: readonly PresenceChange[],
  { selfId, afterSeq, at }: { selfId: UserId; afterSeq: number; at: number },
): Notice[] {
  const before = new Map(roster.list.map((member) => [member.userId, member]))
  return changes.flatMap(({ userId, name, state }): Notice[] => {
    if (userId === selfId) return []
    const known = before.get(userId)
    const renamed: Notice[] =
      known === undefined || known.name === name
        ? []
        : [{ id: `renamed-${userId}-${at}`, kind: 'renamed', before: known.name, userId, name, at, afterSeq }]
    const wasHere = (known?.state ?? 'absent') !== 'absent'
    const isHere = state !== 'absent'
    if (wasHere === isHere) return renamed
    const kind = isHere ? 'joined' : 'left'
    return [...renamed, { id: `${kind}-${userId}-${at}`, kind, userId, name, at, afterSeq }]
  })
}

export function keepNotices(notices: readonly Notice[], added: readonly Notice[]): readonly Notice[] {
  return added.length === 0 ? notices : [...notices, ...added].slice(-NOTICES_KEPT)
}
