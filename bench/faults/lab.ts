// A lab: nodes as processes of their own, a network in front of them that can be made to fail, and others between them and
// what they lean on.
import { join } from 'node:path'
import { openDatabase } from '#lib/db/open'
import { createRateLimits } from '#lib/domain/rate-limit'
import { parseSettings } from '#lib/env'
import type { Host } from '#lib/testing/client'
import { freePort } from '#lib/testing/free-port'
import { type ParleyProcess, spawnProcess, startProcess } from '#lib/testing/process'
import { type FaultyNetwork, startProxy } from '#lib/testing/proxy'
import { createRandom } from '#lib/testing/random'
import type { LabBus } from './lab-bus'
import { type Build, bundleNode } from './node-bundle'
import type { Store } from './stores'

/** Limits that no fault is about, raised for every run and printed with its report. */
export const LAB_LIMITS = {
  messageBurst: 1_000_000,
  messagesPerSecond: 1_000_000,
  readsPerSecond: 1_000_000,
  searchesPerSecond: 1_000_000,
  roomsPerHour: 1_000_000,
  joinsPerMinute: 1_000_000,
  invitesPerHour: 1_000_000,
  socketsPerAddress: 100_000,
  socketsPerPerson: 1_000,
  presenceGraceMs: 2_000,
}

export type LabNode = {
  name: string
  port: number
  process: ParleyProcess
  isUp: boolean
  /** Ends it. @returns how it ended */
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  /** Starts it again on its port, with another bundle or setting where one is given. */
  start(options?: NodeOptions): Promise<void>
  /** Starts one that will end by itself, however soon. */
  startDoomed(options: NodeOptions): Promise<void>
  /** Stops it where it stands, and lets it go on. */
  pause(): void
  resume(): void
}

export type NodeOptions = { build?: Build; env?: Record<string, string>; imports?: readonly string[] }

export type LabOptions = NodeOptions & {
  nodes: number
  store: Store
  bus: LabBus | undefined
  /** For what its networks leave to chance. */
  seed: number
  /** Options of single nodes, by place. */
  each?: (place: number) => NodeOptions
}

export type Lab = {
  nodes: LabNode[]
  store: Store
  bus: LabBus | undefined
  host: Host
  /** In front of all nodes, one after the other. */
  front: FaultyNetwork
  /** Between the nodes and Postgres, where they are on Postgres. */
  database: FaultyNetwork | undefined
  /** A network of one's own, in front of all nodes or of one. */
  edge(node?: LabNode): Promise<FaultyNetwork>
  /** The node that a new connection would go to. */
  nextNode(): LabNode | undefined
  /** What nodes printed that no fault explains: unhandled rejections and ends that nobody ordered. */
  unhandled(): string[]
  close(): Promise<void>
}

export async function openLab(options: LabOptions): Promise<Lab> {
  const { store, bus, seed } = options
  const random = createRandom(seed)
  const chance = () => random.below(1_000_000) / 1_000_000
  const closers: (() => unknown)[] = []
  const authSecret = 'a secret of the fault lab and of nothing else'
  const limits = Object.entries(LAB_LIMITS).map(([name, number]) => `${name}=${number}`)
  let database: FaultyNetwork | undefined
  if (store.url !== undefined) {
    database = await startProxy(Number(new URL(store.url).port), undefined, chance)
    closers.push(database.close)
  }
  const settings: Record<string, string> = {
    DATA_DIR: store.dataDir,
    AUTH_SECRET: authSecret,
    LIMITS: limits.join(),
    LOG_LEVEL: 'warn',
    QR: 'off',
    ...(store.url === undefined ? {} : { DATABASE_URL: withPort(store.url, database?.port) }),
    ...(bus === undefined ? {} : { REDIS_URL: bus.url }),
    ...options.env,
  }
  const unexpected: string[] = []
  const nodes: LabNode[] = []
  for (let place = 0; place < options.nodes; place += 1) {
    const own = { ...options, ...options.each?.(place) }
    nodes.push(await startNode(`node-${place + 1}`, store, settings, own, unexpected))
  }
  let turn = 0
  function nextNode(): LabNode | undefined {
    for (let tries = 0; tries < nodes.length; tries += 1) {
      turn += 1
      const node = nodes[turn % nodes.length]
      if (node?.isUp) return node
    }
    return undefined
  }
  async function edge(node?: LabNode): Promise<FaultyNetwork> {
    const network = await startProxy(node ? node.port : () => nextNode()?.port, undefined, chance)
    closers.push(network.close)
    return network
  }
  const front = await edge()
  const reached = openDatabase({
    url: store.url ? { kind: 'postgres', url: store.url } : { kind: 'sqlite', file: join(store.dataDir, 'parley.db') },
  })
  closers.push(reached.close)
  const parsed = parseSettings(settings)
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'))
  const clock = { now: () => Date.now() }
  const rates = createRateLimits(parsed.settings.limits)
  return {
    ...{ nodes, store, bus, front, database, edge, nextNode },
    host: {
      origin: front.origin,
      services: { database: reached, rates, clock, settings: parsed.settings, authSecret },
    },
    unhandled: () => [
      ...unexpected,
      ...nodes.flatMap(({ name, process: { printed } }) =>
        printed()
          .split('\n')
          .filter((line) => /unhandled|uncaught|TypeError|RangeError/i.test(line))
          .map((line) => `${name}: ${line.slice(0, 400)}`),
      ),
    ],
    async close() {
      for (const node of nodes) {
        node.resume()
        if (node.isUp) await node.kill('SIGKILL')
      }
      for (const close of closers.reverse()) await close()
    },
  }
}

async function startNode(
  name: string,
  store: Store,
  settings: Record<string, string>,
  options: NodeOptions,
  unexpected: string[],
): Promise<LabNode> {
  const port = await freePort()
  async function launch({ build, env, imports }: NodeOptions, isDoomed = false): Promise<ParleyProcess> {
    const entry = await bundleNode(build?.name, build?.patches)
    // A doomed one may have met its end before anybody saw it ready.
    const begin = isDoomed ? spawnProcess : startProcess
    const started = await begin({
      ...{ dataDir: store.dataDir, port, entry },
      env: { ...settings, ...env },
      ...(imports ? { imports } : {}),
    })
    node.isUp = true
    void started.ended.then(({ code, signal }) => {
      // Whoever ended it said so before.
      if (node.isUp && !isDoomed && node.process === started)
        unexpected.push(`${name} ended by itself (${signal ?? code}): ${started.printed().slice(-400)}`)
      node.isUp = node.process === started ? false : node.isUp
    })
    return started
  }
  const node: LabNode = {
    ...{ name, port, isUp: false, process: Object() },
    async kill(signal) {
      node.isUp = false
      node.process.signal('SIGCONT')
      return node.process.kill(signal)
    },
    async start(changed = {}) {
      node.process = await launch({ ...options, ...changed })
    },
    async startDoomed(changed) {
      node.process = await launch({ ...options, ...changed }, true)
    },
    pause: () => node.process.signal('SIGSTOP'),
    resume: () => node.process.signal('SIGCONT'),
  }
  await node.start()
  return node
}

function withPort(url: string, port: number | undefined): string {
  const through = new URL(url)
  if (port !== undefined) through.port = String(port)
  return through.href
}
