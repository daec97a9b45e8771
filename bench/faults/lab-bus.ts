// The Redis of a lab, behind a network of its own.
import { Redis } from 'ioredis'
import { type FaultyNetwork, startProxy } from '#lib/testing/proxy'
import { startRedis, type TestRedis } from '#lib/testing/redis'

export type LabBus = {
  /** As the nodes reach it, through the network. */
  url: string
  network: FaultyNetwork
  redis: TestRedis
  /** Past the network, for what somebody else might write. */
  write(...command: [string, ...string[]]): Promise<unknown>
  close(): Promise<void>
}

/** @throws Error where there is no Redis to be had */
export async function openLabBus(): Promise<LabBus> {
  const redis = await startRedis()
  const network = await startProxy(redis.port)
  return {
    url: `redis://127.0.0.1:${network.port}`,
    network,
    redis,
    async write(name, ...rest) {
      const client = new Redis(redis.url, { lazyConnect: true, maxRetriesPerRequest: 1 })
      client.on('error', () => {})
      try {
        await client.connect()
        return await client.call(name, ...rest)
      } finally {
        client.disconnect()
      }
    },
    async close() {
      redis.resume()
      await redis.stop()
      await network.close()
    },
  }
}
