import { expect, test } from 'vitest'
import { createId, type RoomId } from '../shared/ids'
import { createDeliveryLag } from './delivery-lag'

const range = (roomId: RoomId) => ({ roomId, since: 0, upto: 1, head: 1, messages: [] })

test('what waits in a room is counted once, from its first commit to the next sending there', () => {
  const seen: number[] = []
  const lag = createDeliveryLag((seconds) => seen.push(seconds))
  const [room, other] = [createId<RoomId>(), createId<RoomId>()]
  const before = performance.now()
  lag.committed([range(room), range(other)])
  const after = performance.now()
  while (performance.now() < after + 5);
  lag.committed([range(room)])
  lag.emitted(room)
  const longest = (performance.now() - before) / 1_000
  lag.emitted(room)
  expect(seen).toEqual([expect.any(Number)])
  expect(seen[0]).toBeGreaterThanOrEqual(0.005)
  expect(seen[0]).toBeLessThanOrEqual(longest)
  lag.emitted(other)
  expect(seen).toHaveLength(2)
})

test('what was not committed here, such as a page after a burning, does not count', () => {
  const seen: number[] = []
  createDeliveryLag((seconds) => seen.push(seconds)).emitted(createId())
  expect(seen).toEqual([])
})
