// The buses that the contract suite runs on: one of a single process, one over Redis.
import { type Bus, type BusSign, createMemoryBus, type NodeId, type Wake } from '../realtime/bus'
import { createRedisBus } from '../realtime/bus-redis'
import { openRedis } from '../realtime/redis'
import { createId } from '../shared/ids'

/** A bus of one node over Redis. Nodes of one installation share the secret. */
export function redisBus(url: string, authSecret: string): Bus {
  return createRedisBus({ redis: openRedis({ url, authSecret }), log: { info() {}, warn() {} } })
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

/** A bus of several nodes, with everything that was heard on it. */
export type Listening = { bus: Bus; heard: { wake: Wake; from: NodeId | undefined }[]; signs: BusSign[] }

export async function listenOn(url: string, authSecret: string): Promise<Listening> {
  const bus = redisBus(url, authSecret)
  const listening: Listening = { bus, heard: [], signs: [] }
  bus.subscribe((wake, from) => listening.heard.push({ wake, from }))
  bus.watch((sign) => listening.signs.push(sign))
  await inState(bus, 'connected')
  return listening
}

/** What was heard, but for the beats by which a bus wakes its own reader. */
export function wakesOf({ heard }: Pick<Listening, 'heard'>): Wake[] {
  return heard.map(({ wake }) => wake).filter(({ kind }) => kind !== 'beat')
}

/** Of other nodes alone. */
export function foreignWakesOf({ heard }: Listening): Wake[] {
  return wakesOf({ heard: heard.filter(({ from }) => from !== undefined) })
}
