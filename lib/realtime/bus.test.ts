import { describe, expect, test } from 'vitest'
import { createId, type InviteId, type RoomId, type SessionId, type UserId } from '../shared/ids'
import { type BusKind, memoryBuses, redisBuses } from '../testing/buses'
import { describeWithRedis } from '../testing/with-redis'
import type { NodeId, Wake } from './bus'

/** Far above what it takes, since the machine may be busy. */
const SOON = { timeout: 8_000 }

const roomId = createId<RoomId>()
const userId = createId<UserId>()

const WAKES: Wake[] = [
  { kind: 'membership', roomId, userId },
  { kind: 'session', sessionId: 'a'.repeat(43) as SessionId },
  { kind: 'invite', inviteId: createId<InviteId>(), tell: 'invitee' },
  { kind: 'silences', userId },
  { kind: 'burned', roomId },
  { kind: 'room', roomId },
  { kind: 'advanced', roomId, since: 3, rev: 5 },
  { kind: 'places', roomId, round: 1, people: [{ userId, state: 'away' }] },
  { kind: 'beat', told: 1 },
  { kind: 'beat' },
  { kind: 'hello' },
  { kind: 'missed' },
  { kind: 'typing', roomId, userId, on: true },
  { kind: 'bye' },
]

function busContract({ open }: BusKind): void {
  test('an own listener hears each wake once, in order, and as its own', async () => {
    const bus = await open()
    const heard: [Wake, NodeId | undefined][] = []
    bus.subscribe((wake, from) => heard.push([wake, from]))
    for (const wake of WAKES) bus.publish(wake)
    await expect.poll(() => heard.length, SOON).toBe(WAKES.length)
    await new Promise((later) => setTimeout(later, 100))
    expect(heard).toEqual(WAKES.map((wake) => [wake, undefined]))
    await bus.close()
  })

  test('publishing does not run listeners, and every listener hears', async () => {
    const bus = await open()
    let count = 0
    for (let at = 0; at < 3; at++) bus.subscribe(() => count++)
    bus.publish({ kind: 'hello' })
    expect(count).toBe(0)
    await expect.poll(() => count, SOON).toBe(3)
    await bus.close()
  })

  test('who stopped listening hears nothing more', async () => {
    const bus = await open()
    const kept: Wake[] = []
    const stopped: Wake[] = []
    bus.subscribe((wake) => kept.push(wake))
    bus.subscribe((wake) => stopped.push(wake))()
    bus.publish({ kind: 'hello' })
    await expect.poll(() => kept.length, SOON).toBe(1)
    expect(stopped).toEqual([])
    await bus.close()
  })

  test('a closed bus is silent, and publishing on it is no fault', async () => {
    const bus = await open()
    const heard: Wake[] = []
    bus.subscribe((wake) => heard.push(wake))
    await bus.close()
    bus.publish({ kind: 'hello' })
    await new Promise((later) => setTimeout(later, 20))
    expect(heard).toEqual([])
  })
}

describe(`the bus, in ${memoryBuses.name}`, () => {
  busContract(memoryBuses)

  test('is alone', async () => {
    const bus = await memoryBuses.open()
    expect(bus.state()).toBe('alone')
    await bus.close()
  })
})

describeWithRedis('the bus, over Redis', ({ url }) => busContract(redisBuses(url)))
