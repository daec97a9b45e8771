// How long a committed change waits before it is handed to its sockets.
import type { CommittedRange } from '../domain/log-change'
import type { RoomId } from '../shared/ids'

export type DeliveryLag = { committed(ranges: readonly CommittedRange[]): void; emitted(roomId: RoomId): void }

/** @param observe hears the seconds from the first commit that waits in a room to the next sending there */
export function createDeliveryLag(observe: (seconds: number) => void): DeliveryLag {
  const since = new Map<RoomId, number>()
  return {
    committed(ranges) {
      const now = performance.now()
      for (const { roomId } of ranges) if (!since.has(roomId)) since.set(roomId, now)
    },
    emitted(roomId) {
      const committedAt = since.get(roomId)
      if (committedAt === undefined) return
      since.delete(roomId)
      observe((performance.now() - committedAt) / 1_000)
    },
  }
}
