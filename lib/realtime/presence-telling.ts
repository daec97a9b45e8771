// Tells a room who came, went or is elsewhere now: changes only, gathered for a second, with names from the rows.
import type { RoomId, UserId } from '../shared/ids'
import type { MemberRole } from '../shared/model'
import type { Event, Events } from '../shared/protocol'
import { SERVER_SIZES } from '../shared/server-sizes'
import { SERVER_TIMES } from '../shared/server-times'
import { changeOf, type Place } from './place'

/** `watchers` counts sockets of this node: without any, nobody here is told. */
export type RoomPresence = {
  version: number
  watchers: number
  places: Map<UserId, Place>
  changes: Map<UserId, { place: Place; hasLeft: boolean }>
}

export type TellingParts = {
  /** Called at most once a second and room, but for changes of more than `SERVER_SIZES.presenceTold` people. */
  emit(changed: Events[typeof Event.presenceChanged]): void
  /** The members among these people: another node says who is here, and rows say who they are. */
  findPeople(roomId: RoomId, userIds: readonly UserId[]): Promise<Map<UserId, { name: string; role: MemberRole }>>
  onError(error: unknown): void
}

type Parts = TellingParts & {
  /** Somebody who is no member was said to be here. */
  leaveOut(room: RoomPresence, place: Place): void
  /** A room was told everything. */
  onTold(roomId: RoomId, room: RoomPresence): void
}

export function createTelling({ emit, findPeople, onError, leaveOut, onTold }: Parts) {
  let waiting = new Map<RoomId, RoomPresence>()
  let timer: NodeJS.Timeout | undefined

  function wait(roomId: RoomId, room: RoomPresence): void {
    waiting.set(roomId, room)
    timer ??= setTimeout(flush, SERVER_TIMES.presenceEvery)
  }

  function flush(): void {
    timer = undefined
    const rooms = waiting
    waiting = new Map()
    for (const [roomId, room] of rooms) {
      const unnamed = [...room.changes.values()].flatMap(({ place }) => (place.named ? [] : place))
      if (unnamed.length === 0) tell(roomId, room)
      else
        name(roomId, room, unnamed).catch((error: unknown) => {
          onError(error)
          wait(roomId, room)
        })
    }
  }

  async function name(roomId: RoomId, room: RoomPresence, unnamed: readonly Place[]): Promise<void> {
    const people = await findPeople(
      roomId,
      unnamed.map(({ userId }) => userId),
    )
    for (const place of unnamed) {
      place.named ??= people.get(place.userId)
      if (place.named) continue
      if (room.changes.get(place.userId)?.place === place) room.changes.delete(place.userId)
      leaveOut(room, place)
    }
    tell(roomId, room)
  }

  function tell(roomId: RoomId, room: RoomPresence): void {
    const changes = [...room.changes.values()].flatMap(({ place, hasLeft }) => changeOf(place, hasLeft) ?? [])
    // Who came while names were asked for is told in a second.
    const unnamed = [...room.changes].filter(([, { place }]) => !place.named)
    room.changes = new Map(unnamed)
    if (unnamed.length > 0) wait(roomId, room)
    for (let at = 0; at < changes.length; at += SERVER_SIZES.presenceTold) {
      room.version += 1
      const some = changes.slice(at, at + SERVER_SIZES.presenceTold)
      emit({ roomId, version: room.version, count: room.places.size, changes: some })
    }
    onTold(roomId, room)
  }

  return {
    note(roomId: RoomId, room: RoomPresence, place: Place, hasLeft: boolean): void {
      if (room.watchers === 0) return
      room.changes.set(place.userId, { place, hasLeft })
      wait(roomId, room)
    },
    close: (): void => clearTimeout(timer),
  }
}
