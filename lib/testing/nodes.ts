// Several nodes of one installation in this process: real servers on one Postgres and one Redis.
import { describe } from 'vitest'
import { createId } from '../shared/ids'
import type { Limits } from '../shared/limits'
import { inState } from './buses'
import { dialects, type TestDialect } from './databases'
import { startServer, type TestServer } from './server'
import { describeWithRedis, type RedisOfRun } from './with-redis'

export type Nodes = {
  nodes: readonly [TestServer, TestServer]
  /** The address that every node has, and its secret: for starting another. */
  startAnother(redisUrl?: string): Promise<TestServer>
  close(): Promise<void>
}

type Options = { limits?: Partial<Limits>; redisUrls: readonly [string, string] }

const postgres = dialects.find(({ name }) => name === 'postgres')

/** Two nodes whose buses are connected. */
export async function startNodes({ limits = {}, redisUrls }: Options): Promise<Nodes> {
  if (!postgres) throw new Error('Nodes share a Postgres.')
  const { url, remove } = await postgres.createAddress()
  if (url.kind !== 'postgres') throw new Error('Nodes share a Postgres.')
  const shared = { databaseUrl: url.url, authSecret: createId<string>() + createId<string>(), limits }
  const started: TestServer[] = []
  const start = async (redisUrl: string): Promise<TestServer> => {
    const server = await startServer({ ...shared, redisUrl })
    started.push(server)
    await inState(server.services.bus, 'connected')
    return server
  }
  return {
    nodes: [await start(redisUrls[0]), await start(redisUrls[1])],
    startAnother: (redisUrl = redisUrls[0]) => start(redisUrl),
    async close() {
      for (const server of started.reverse()) await server.close()
      await remove()
    },
  }
}

/** Runs a suite on Postgres and Redis. Where one is missing, the tests count as skipped and their title says why. */
export function describeOnNodes(title: string, suite: (redis: RedisOfRun, postgres: TestDialect) => void): void {
  const reason = postgres?.skip === undefined ? '' : ` (skipped: ${postgres.skip})`
  describe.skipIf(reason !== '')(`${title}${reason}`, () => {
    describeWithRedis('on one Postgres and one Redis', (redis) => {
      if (postgres) suite(redis, postgres)
    })
  })
}
