// The bus that the settings name: of one process, or over Redis.
import type { LimitStore } from '../domain/rate-limit'
import type { Services } from '../services'
import { type Bus, createMemoryBus } from './bus'
import { createRedisBus } from './bus-redis'
import { createLimitStore } from './limit-store'
import { openRedis } from './redis'

/** `limits` is where nodes count together; unset where there is one. Closing the bus closes both. */
export type OpenBus = { bus: Bus; limits?: LimitStore }

export function openBus({
  redisUrl,
  authSecret,
  log,
}: {
  redisUrl: string | undefined
  authSecret: string
  log: Pick<Services['log'], 'warn' | 'info'>
}): OpenBus {
  if (redisUrl === undefined) return { bus: createMemoryBus() }
  const redis = openRedis({ url: redisUrl, authSecret })
  const bus = createRedisBus({ redis, log })
  return { bus, limits: createLimitStore({ redis, isAway: () => bus.state() === 'away' }) }
}
