// Two nodes behind one Postgres and one Redis: how long a message takes to whoever is on the other one.
import { migrate } from '#lib/db/migrate'
import { openDatabase } from '#lib/db/open'
import { startCluster } from '#lib/testing/cluster'
import { endProcesses } from '#lib/testing/process'
import { type Measured, openCrowd } from './crowd'
import { median, quantile } from './histogram'
import type { Run } from './pace-of-run'
import { seedCrowd } from './seed'
import { type Cast, LIMITS, SECRET, type Stage } from './stage'
import type { Found } from './table'

const OFFERED = 200
const CAST: Cast = { rooms: 20, members: 200 }

export async function measureTwoNodes(run: Run): Promise<Found> {
  const rounds: Measured[] = []
  for (let at = 1; at <= run.rounds; at++) {
    rounds.push(await playRound(run))
    run.say(`Nodes, round ${at}: done`)
  }
  const of = (what: 'ack' | 'delivery', share: number): number =>
    median(rounds.map((measured) => quantile(measured[what], share, Math.max(0, measured.lost))))
  return {
    place: 'nodes postgres',
    title: `Two nodes, ${OFFERED} messages/s offered, milliseconds`,
    head: ['', 'ack p50', 'ack p99', 'delivery p50', 'delivery p99'],
    rows: [
      [
        `${CAST.members} members in ${CAST.rooms} rooms, every room on both nodes`,
        ...[of('ack', 0.5), of('ack', 0.99), of('delivery', 0.5), of('delivery', 0.99)],
      ],
    ],
    notes: [
      `Half of the deliveries are on the sender's own node, so the slower half decides the p99. Lost: ` +
        `${rounds.reduce((sum, { lost }) => sum + lost, 0)}. Nothing is pinned.`,
    ],
  }
}

async function playRound(run: Run): Promise<Measured> {
  const cluster = await startCluster({ nodes: 2, proxied: false, env: { LIMITS, AUTH_SECRET: SECRET } })
  try {
    const database = openDatabase({ url: { kind: 'postgres', url: cluster.postgres.url } })
    await migrate(database)
    const guests = await seedCrowd(database, SECRET, CAST)
    await database.close()
    const origins = cluster.nodes.map(({ origin }) => origin)
    const served = {
      origin: cluster.origin,
      // Their processor time is not asked: nothing is compared with it.
      probe: async () => ({ cpuSeconds: 0, rss: 0, queries: 0 }),
      stop: () => cluster.close(),
    }
    const stage: Stage = { subject: 'parley', served, guests, database: undefined, close: () => cluster.close() }
    const crowd = await openCrowd(stage, { origins, generators: 1 })
    await crowd.load({ perSecond: OFFERED, seconds: run.warmSeconds, isQuiet: false })
    const measured = await crowd.load({ perSecond: OFFERED, seconds: run.seconds * 2, isQuiet: false })
    await crowd.close()
    return measured
  } finally {
    await cluster.close()
    await endProcesses()
  }
}
