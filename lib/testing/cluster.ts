// Several nodes of Parley on one Postgres and one Redis, all private to this run, behind one address.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Balancer, startBalancer } from './balancer'
import { findPostgres, startPostgres, type TestPostgres } from './postgres'
import { type ParleyProcess, startProcess } from './process'
import { startRedis, type TestRedis } from './redis'

export type Cluster = {
  nodes: ParleyProcess[]
  postgres: TestPostgres
  redis: TestRedis
  /** Where people come in: the balancer's address, or the first node's own without one. */
  origin: string
  /** Starts one more node, or one that was ended again on its old port. */
  startNode(port?: number): Promise<ParleyProcess>
  /** Stops everything by its own id and removes its folders. */
  close(): Promise<void>
}

/** Where one node finds its stores. */
type Stores = { index: number; databaseUrl: string; redisUrl: string }

type Options = {
  nodes: number
  /** Settings of the nodes besides those that make them one; a function gives each its own, such as a faulty way to Redis. */
  env?: Record<string, string> | ((stores: Stores) => Record<string, string>)
  /** With a balancer in front, whose origin is then every node's APP_URL. True unless told otherwise. */
  proxied?: boolean
  /** The balancer's port, a free one by default. */
  port?: number
}

/** @throws Error when Postgres or Redis is missing, or a node does not come up; nothing is left running then */
export async function startCluster({ nodes: count, env = {}, proxied = true, port }: Options): Promise<Cluster> {
  const closing: (() => Promise<unknown>)[] = []
  const close = async (): Promise<void> => {
    for (const each of closing.splice(0).reverse()) await each()
  }
  try {
    const bin = findPostgres()
    if (bin === undefined) throw new Error('No Postgres under /usr/lib/postgresql/*/bin or in PATH.')
    const postgres = await startPostgres(bin)
    closing.push(postgres.stop)
    const redis = await startRedis()
    closing.push(redis.stop)
    const balancer = proxied ? await startBalancer(port) : undefined
    if (balancer) closing.push(balancer.close)

    const folder = mkdtempSync(join(tmpdir(), `parley-cluster-${process.pid}-`))
    closing.push(async () => rmSync(folder, { recursive: true, force: true }))
    const nodes: ParleyProcess[] = []
    closing.push(() => Promise.all(nodes.map((node) => node.kill('SIGKILL'))))
    const authSecret = randomBytes(32).toString('base64url')
    const startNode = async (at?: number): Promise<ParleyProcess> => {
      const before = nodes.findIndex((node) => node.port === at)
      const index = before < 0 ? nodes.length : before
      const stores = { index, databaseUrl: postgres.url, redisUrl: redis.url }
      const node = await startProcess({
        dataDir: join(folder, String(index)),
        ...(at === undefined ? {} : { port: at }),
        env: { ...settingsOf(stores, authSecret, balancer), ...(typeof env === 'function' ? env(stores) : env) },
      })
      nodes[index] = node
      balancer?.aim(nodes.map((each) => each.port))
      return node
    }
    // One after another: the first makes the tables.
    for (let index = 0; index < count; index += 1) await startNode()
    return { nodes, postgres, redis, origin: balancer?.origin ?? nodes[0]?.origin ?? '', startNode, close }
  } catch (error) {
    await close()
    throw error
  }
}

function settingsOf(
  { databaseUrl, redisUrl }: Stores,
  authSecret: string,
  balancer?: Balancer,
): Record<string, string> {
  const shared = { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, AUTH_SECRET: authSecret }
  return balancer === undefined ? shared : { ...shared, APP_URL: balancer.origin }
}
