// Who is here: live sockets per member, on this node and on others, with a grace time, so that a reload is silent and
// two tabs are one person.
import type { RoomId, UserId } from '../shared/ids'
import type { Member, MemberRole, PresenceState, Roster } from '../shared/model'
import type { NodeId, PlaceState } from './bus'
import { createPlace, type Place, stateOf } from './place'
import { createTelling, type RoomPresence, type TellingParts } from './presence-telling'

type Parts = TellingParts & {
  now(): number
  /** How long someone without a connection still counts, milliseconds. */
  graceMs: number
  /** Tells other nodes how somebody stands on this one. */
  share(roomId: RoomId, userId: UserId, state: PlaceState): void
}

/** Places of other nodes that are kept; a stream that anybody can write to must not fill the memory. */
const MOST_ELSEWHERE = 200_000

export type Presence = ReturnType<typeof createPresence>

export function createPresence({ now, graceMs, share, ...telling }: Parts) {
  const rooms = new Map<RoomId, RoomPresence>()
  let isStale = false
  let elsewhere = 0
  const { note: noteChange, close: stopTelling } = createTelling({ ...telling, leaveOut, onTold: forgetEmpty })

  function roomOf(roomId: RoomId): RoomPresence {
    const known = rooms.get(roomId)
    if (known) return known
    const made: RoomPresence = { version: 0, watchers: 0, places: new Map(), changes: new Map() }
    rooms.set(roomId, made)
    return made
  }

  function settle(roomId: RoomId, place: Place): void {
    const isLocal = place.sockets.size > 0
    if (isLocal || place.elsewhere.size > 0) {
      clearTimeout(place.leaving)
      delete place.leaving
      if (isLocal) place.lastSeenAt = now()
    } else place.leaving ??= setTimeout(() => goAbsent(roomId, place), graceMs)
    const own = stateOf([...place.sockets.values()].map((isVisible) => (isVisible ? 'present' : 'away')))
    if ((own ?? 'gone') !== place.shared) {
      place.shared = own ?? 'gone'
      share(roomId, place.userId, place.shared)
    }
    // Within the grace time the last state stands.
    const state =
      stateOf([...(own ? [own] : []), ...[...place.elsewhere.values()].map((at) => at.state)]) ?? place.state
    const isStaleNow = isStale && !isLocal && place.elsewhere.size > 0
    if (state === place.state && isStaleNow === place.isStale) return
    place.isStale = isStaleNow
    note(roomId, place, state)
  }

  function note(roomId: RoomId, place: Place, state: PresenceState, hasLeft = false): void {
    place.state = state
    noteChange(roomId, roomOf(roomId), place, hasLeft)
  }

  function leaveOut(room: RoomPresence, place: Place): void {
    clearTimeout(place.leaving)
    elsewhere -= place.elsewhere.size
    room.watchers -= place.sockets.size
    place.elsewhere.clear()
    place.sockets.clear()
    if (room.places.get(place.userId) === place) room.places.delete(place.userId)
  }

  function forgetEmpty(roomId: RoomId, room: RoomPresence): void {
    if (room.places.size === 0 && room.changes.size === 0 && room.watchers === 0) rooms.delete(roomId)
  }

  function goAbsent(roomId: RoomId, place: Place, hasLeft = false): void {
    const room = roomOf(roomId)
    leaveOut(room, place)
    if (place.shared !== 'gone') share(roomId, place.userId, 'gone')
    place.lastSeenAt = now()
    note(roomId, place, 'absent', hasLeft)
    forgetEmpty(roomId, room)
  }

  function placeOf(room: RoomPresence, userId: UserId): Place {
    const place = room.places.get(userId) ?? createPlace(userId, now())
    room.places.set(userId, place)
    return place
  }

  return {
    /** A socket of a member starts to watch the room. */
    arrive(
      roomId: RoomId,
      { userId, name, role }: { userId: UserId; name: string; role: MemberRole },
      socketId: string,
      isVisible: boolean,
    ): void {
      const room = roomOf(roomId)
      const place = placeOf(room, userId)
      place.named ??= { name, role }
      if (!place.sockets.has(socketId)) room.watchers += 1
      place.sockets.set(socketId, isVisible)
      settle(roomId, place)
    },

    /** A socket stops watching; its member is gone once the grace time is over and no other socket came. */
    depart(roomId: RoomId, userId: UserId, socketId: string): void {
      const room = rooms.get(roomId)
      const place = room?.places.get(userId)
      if (!room || !place?.sockets.delete(socketId)) return
      room.watchers -= 1
      place.lastSeenAt = now()
      settle(roomId, place)
    },

    /** A page was shown or hidden. */
    see(roomId: RoomId, userId: UserId, socketId: string, isVisible: boolean): void {
      const place = rooms.get(roomId)?.places.get(userId)
      if (!place?.sockets.has(socketId)) return
      place.sockets.set(socketId, isVisible)
      settle(roomId, place)
    },

    /** A member took another name. */
    rename(roomId: RoomId, userId: UserId, name: string): void {
      const place = rooms.get(roomId)?.places.get(userId)
      if (!place?.named || place.named.name === name) return
      place.named = { ...place.named, name }
      note(roomId, place, place.state)
    },

    /** Someone is no member any more: gone at once, without grace. */
    remove(roomId: RoomId, userId: UserId): void {
      const place = rooms.get(roomId)?.places.get(userId)
      if (place) goAbsent(roomId, place, true)
    },

    /** The members' rows joined to the live states; who is here first, then by name. */
    roster(roomId: RoomId, members: readonly Member[]): Roster {
      const room = roomOf(roomId)
      const list = members.map((member): Member => {
        const place = room.places.get(member.userId)
        if (!place) return member
        place.named ??= { name: member.name, role: member.role }
        const { state, lastSeenAt, isStale: stale } = place
        return { ...member, state, lastSeenAt, ...(stale ? { stale } : {}) }
      })
      const known = new Set(members.map(({ userId }) => userId))
      // Who is in no row was only said to be here.
      for (const place of [...room.places.values()]) if (!place.named && !known.has(place.userId)) leaveOut(room, place)
      return { version: room.version, count: room.places.size, list }
    },

    /** Everyone with a place in the room, also within the grace time. */
    userIds: (roomId: RoomId): UserId[] => [...(rooms.get(roomId)?.places.keys() ?? [])],

    isHere: (roomId: RoomId, userId: UserId): boolean => rooms.get(roomId)?.places.has(userId) ?? false,

    /** Another node says how people stand there; `round` tells when it last said so. */
    hear(from: NodeId, roomId: RoomId, round: number, people: readonly { userId: UserId; state: PlaceState }[]): void {
      for (const { userId, state } of people) {
        const room = roomOf(roomId)
        if (state === 'gone') {
          const place = room.places.get(userId)
          if (!place?.elsewhere.delete(from)) continue
          elsewhere -= 1
          place.lastSeenAt = now()
          settle(roomId, place)
        } else if (elsewhere < MOST_ELSEWHERE) {
          const place = placeOf(room, userId)
          if (!place.elsewhere.has(from)) elsewhere += 1
          place.elsewhere.set(from, { state, round })
          place.lastSeenAt = now()
          settle(roomId, place)
        }
      }
      const room = rooms.get(roomId)
      if (room) forgetEmpty(roomId, room)
    },

    /** What a node said before that round does not hold any more; without a round, nothing it said does. */
    drop(from: NodeId, before = Number.POSITIVE_INFINITY): void {
      for (const [roomId, { places }] of [...rooms]) {
        for (const place of [...places.values()]) {
          const said = place.elsewhere.get(from)
          if (!said || said.round >= before) continue
          place.elsewhere.delete(from)
          elsewhere -= 1
          settle(roomId, place)
        }
      }
    },

    /** Whether other nodes are not heard, so that whoever is there may be gone. */
    setStale(stale: boolean): void {
      if (isStale === stale) return
      isStale = stale
      for (const [roomId, { places }] of rooms) for (const place of places.values()) settle(roomId, place)
    },

    /** How everybody stands on this node. */
    *own(): Generator<{ roomId: RoomId; people: { userId: UserId; state: PlaceState }[] }> {
      for (const [roomId, { places, watchers }] of rooms) {
        if (watchers === 0) continue
        const here = [...places.values()].filter(({ shared }) => shared !== 'gone')
        yield { roomId, people: here.map(({ userId, shared }) => ({ userId, state: shared })) }
      }
    },

    close(): void {
      stopTelling()
      for (const { places } of rooms.values()) for (const { leaving } of places.values()) clearTimeout(leaving)
      rooms.clear()
    },
  }
}
