// Who is typing: a hint that expires by itself and may get lost.
import type { RoomId, UserId } from '../shared/ids'
import { SERVER_TIMES } from '../shared/server-times'

export type Typing = ReturnType<typeof createTyping>

/** @param share tells other nodes of somebody here; what is heard from them is not told again */
export function createTyping(
  emit: (roomId: RoomId, userIds: UserId[]) => void,
  share: (roomId: RoomId, userId: UserId, on: boolean) => void = () => {},
) {
  const rooms = new Map<RoomId, Map<UserId, NodeJS.Timeout>>()

  /** @returns whether they were typing */
  function end(roomId: RoomId, userId: UserId): boolean {
    const people = rooms.get(roomId)
    const expiry = people?.get(userId)
    if (!people || expiry === undefined) return false
    clearTimeout(expiry)
    people.delete(userId)
    if (people.size === 0) rooms.delete(roomId)
    emit(roomId, [...people.keys()])
    return true
  }

  function begin(roomId: RoomId, userId: UserId): void {
    const people = rooms.get(roomId) ?? new Map<UserId, NodeJS.Timeout>()
    rooms.set(roomId, people)
    const before = people.get(userId)
    clearTimeout(before)
    people.set(
      userId,
      setTimeout(() => end(roomId, userId), SERVER_TIMES.typingShown),
    )
    if (before === undefined) emit(roomId, [...people.keys()])
  }

  return {
    start(roomId: RoomId, userId: UserId): void {
      begin(roomId, userId)
      share(roomId, userId, true)
    },
    stop(roomId: RoomId, userId: UserId): void {
      if (end(roomId, userId)) share(roomId, userId, false)
    },
    /** Another node tells of somebody there. */
    hear(roomId: RoomId, userId: UserId, on: boolean): void {
      if (on) begin(roomId, userId)
      else end(roomId, userId)
    },
    close(): void {
      for (const people of rooms.values()) for (const expiry of people.values()) clearTimeout(expiry)
      rooms.clear()
    },
  }
}
