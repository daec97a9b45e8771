// The buses that the contract suite runs on: one of a single process, one over Redis.
import { createLog } from '../log'
import { type Bus, createMemoryBus } from '../realtime/bus'
import { createRedisBus } from '../realtime/bus-redis'
import { openRedis } from '../realtime/redis'
import { createId } from '../shared/ids'

/** A bus of one node over Redis. Nodes of one installation share the secret. */
export function redisBus(url: string, authSecret: string): Bus {
  return createRedisBus({ redis: openRedis({ url, authSecret }), log: createLog('silent') })
}

/** Waits for a state, which Redis reaches when it answers. */
export async function inState(bus: Bus, state: ReturnType<Bus['state']>): Promise<void> {
  const deadline = performance.now() + 10_000
  while (bus.state() !== state) {
    if (performance.now() > deadline) throw new Error(`The bus is ${bus.state()} and not ${state}.`)
    await new Promise((again) => setTimeout(again, 5))
  }
}

export type BusKind = { name: string; open(): Promise<Bus> }

export const memoryBuses: BusKind = { name: 'memory', open: async () => createMemoryBus() }

export function redisBuses(url: string): BusKind {
  return {
    name: 'Redis',
    async open() {
      const bus = redisBus(url, createId())
      await inState(bus, 'connected')
      return bus
    },
  }
}
