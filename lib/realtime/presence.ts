// Who is here: live sockets per member, with a grace time, so that a reload is silent and two tabs are one person.
import type { RoomId, UserId } from '../shared/ids'
import { TIMES } from '../shared/limits'
import type { Member, MemberRole, PresenceChange, PresenceState, Roster } from '../shared/model'
import type { Event, Events } from '../shared/protocol'

type Changed = Events[typeof Event.presenceChanged]

type Parts = {
  now(): number
  /** How long someone without a connection still counts, milliseconds. */
  graceMs: number
  /** Called at most once a second and room. */
  emit(changed: Changed): void
}

type Someone = { userId: UserId; name: string; role: MemberRole }

type Place = Someone & {
  /** Socket id → whether its page can be seen. */
  sockets: Map<string, boolean>
  state: PresenceState
  lastSeenAt: number
  leaving?: NodeJS.Timeout
}

type RoomPresence = { version: number; places: Map<UserId, Place>; changes: Map<UserId, PresenceChange> }

export type Presence = ReturnType<typeof createPresence>

export function createPresence({ now, graceMs, emit }: Parts) {
  const rooms = new Map<RoomId, RoomPresence>()
  let flushing: NodeJS.Timeout | undefined

  function roomOf(roomId: RoomId): RoomPresence {
    const known = rooms.get(roomId)
    if (known) return known
    const made: RoomPresence = { version: 0, places: new Map(), changes: new Map() }
    rooms.set(roomId, made)
    return made
  }

  function settle(roomId: RoomId, place: Place): void {
    const visible = [...place.sockets.values()]
    // Within the grace time the last state stands.
    if (visible.length > 0) place.lastSeenAt = now()
    const state = visible.length === 0 ? place.state : visible.includes(true) ? 'present' : 'away'
    if (state !== place.state) note(roomId, place, state)
  }

  function note(roomId: RoomId, place: Place, state: PresenceState, hasLeft = false): void {
    place.state = state
    const { userId, name, role, lastSeenAt } = place
    const change = { userId, name, role, state, lastSeenAt }
    roomOf(roomId).changes.set(userId, hasLeft ? { ...change, hasLeft } : change)
    flushing ??= setTimeout(flush, TIMES.presenceEvery)
  }

  function flush(): void {
    flushing = undefined
    for (const [roomId, room] of rooms) {
      if (room.changes.size === 0) continue
      room.version += 1
      const changes = [...room.changes.values()]
      room.changes.clear()
      emit({ roomId, version: room.version, count: room.places.size, changes })
      if (room.places.size === 0) rooms.delete(roomId)
    }
  }

  function goAbsent(roomId: RoomId, place: Place, hasLeft = false): void {
    clearTimeout(place.leaving)
    roomOf(roomId).places.delete(place.userId)
    place.lastSeenAt = now()
    note(roomId, place, 'absent', hasLeft)
  }

  return {
    /** A socket of a member starts to watch the room. */
    arrive(roomId: RoomId, someone: Someone, socketId: string, isVisible: boolean): void {
      const { places } = roomOf(roomId)
      const place: Place = places.get(someone.userId) ?? {
        ...someone,
        sockets: new Map(),
        state: 'absent',
        lastSeenAt: now(),
      }
      places.set(someone.userId, place)
      clearTimeout(place.leaving)
      delete place.leaving
      place.sockets.set(socketId, isVisible)
      settle(roomId, place)
    },

    /** A socket stops watching; its member is gone once the grace time is over and no other socket came. */
    depart(roomId: RoomId, userId: UserId, socketId: string): void {
      const place = rooms.get(roomId)?.places.get(userId)
      if (!place?.sockets.delete(socketId)) return
      place.lastSeenAt = now()
      if (place.sockets.size > 0) settle(roomId, place)
      else place.leaving = setTimeout(() => goAbsent(roomId, place), graceMs)
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
      if (!place || place.name === name) return
      place.name = name
      note(roomId, place, place.state)
    },

    /** Someone is no member any more: gone at once, without grace. */
    remove(roomId: RoomId, userId: UserId): void {
      const place = rooms.get(roomId)?.places.get(userId)
      if (place) goAbsent(roomId, place, true)
    },

    /** The members' rows joined to the live states; who is here first, then by name. */
    roster(roomId: RoomId, members: readonly Member[]): Roster {
      const { version, places } = roomOf(roomId)
      const list = members.map((member): Member => {
        const place = places.get(member.userId)
        return place ? { ...member, state: place.state, lastSeenAt: place.lastSeenAt } : member
      })
      return { version, count: places.size, list }
    },

    /** Everyone with a place in the room, also within the grace time. */
    userIds(roomId: RoomId): UserId[] {
      return [...(rooms.get(roomId)?.places.keys() ?? [])]
    },

    close(): void {
      clearTimeout(flushing)
      for (const { places } of rooms.values()) for (const { leaving } of places.values()) clearTimeout(leaving)
      rooms.clear()
    },
  }
}
