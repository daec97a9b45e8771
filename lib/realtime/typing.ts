// Who is typing: a hint that expires by itself and may get lost.
import type { RoomId, UserId } from '../shared/ids'
import { TIMES } from '../shared/limits'

export type Typing = ReturnType<typeof createTyping>

export function createTyping(emit: (roomId: RoomId, userIds: UserId[]) => void) {
  const rooms = new Map<RoomId, Map<UserId, NodeJS.Timeout>>()

  function stop(roomId: RoomId, userId: UserId): void {
    const people = rooms.get(roomId)
    const expiry = people?.get(userId)
    if (!people || expiry === undefined) return
    clearTimeout(expiry)
    people.delete(userId)
    if (people.size === 0) rooms.delete(roomId)
    emit(roomId, [...people.keys()])
  }

  return {
    stop,
    start(roomId: RoomId, userId: UserId): void {
      const people = rooms.get(roomId) ?? new Map<UserId, NodeJS.Timeout>()
      rooms.set(roomId, people)
      const before = people.get(userId)
      clearTimeout(before)
      people.set(
        userId,
        setTimeout(() => stop(roomId, userId), TIMES.typingShown),
      )
      if (before === undefined) emit(roomId, [...people.keys()])
    },
    close(): void {
      for (const people of rooms.values()) for (const expiry of people.values()) clearTimeout(expiry)
      rooms.clear()
    },
  }
}
