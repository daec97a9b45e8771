// F7: Postgres crashes, stops answering, or has no connection left. "Sending…" until it is back, and never a lie.
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { openCrowd } from '../crowd'
import type { Lab } from '../lab'
import type { Row, RowContext } from '../row'
import { eventually } from '../wait'

type Fault = (context: RowContext, lab: Lab) => Promise<void>

/** One backend that dies takes all others along, and Postgres recovers from its log. */
const crash: Fault = async ({ stores }, lab) => {
  const [pid] = await backends(stores, lab)
  if (pid !== undefined) process.kill(pid, 'SIGKILL')
  await delay(500)
}

const stopped: Fault = async ({ stores, seed, ...context }, lab) => {
  const pids = await backends(stores, lab)
  for (const pid of pids) process.kill(pid, 'SIGSTOP')
  const hasNoticed = await readiness(lab, false)
  await delay(seed % 20 === 0 ? 15_000 : 1_000)
  for (const pid of pids) process.kill(pid, 'SIGCONT')
  context.expect(hasNoticed, 'a node stayed ready while Postgres did not answer')
}

/** Others hold every connection that Postgres has to give. */
const exhausted: Fault = async ({ stores }, lab) => {
  const held: pg.Client[] = []
  lab.database?.refuse()
  lab.database?.reset()
  await delay(100)
  for (let at = 0; at < 120; at += 1) {
    const client = new pg.Client({ connectionString: lab.store.url })
    client.on('error', () => {})
    const isIn = await client.connect().then(
      () => true,
      () => false,
    )
    if (!isIn) break
    held.push(client)
  }
  lab.database?.heal()
  await delay(3_000)
  await Promise.all(held.map((client) => client.end()))
  await stores.administer('select 1')
}

const FAULTS = [crash, stopped, exhausted]

export const postgresAway: Row = {
  id: 'F7',
  title: 'Postgres by turns: crash and recovery, SIGSTOP (every twentieth seed 20 s), no connection left',
  nodes: 2,
  stores: ['postgres'],
  bus: true,
  async run(context) {
    const lab = await context.lab()
    const crowd = await openCrowd(context, lab, { rooms: 2, members: 4, bound: true })
    const stop = crowd.chat(60)
    await delay(500)
    await FAULTS[context.seed % FAULTS.length]?.(context, lab)
    await context.healed(lab, crowd)
    context.expect(await readiness(lab, true), 'a node did not become ready again')
    await delay(500)
    stop()
    await context.judge(lab, crowd)
  },
}

/** Connections of the nodes to this lab's database. */
async function backends(stores: RowContext['stores'], { store }: Lab): Promise<number[]> {
  const name = new URL(store.url ?? '').pathname.slice(1)
  const { rows } = await stores.administer(`select pid from pg_stat_activity where datname = '${name}'`)
  return rows.map(({ pid }) => Number(pid))
}

function readiness({ nodes }: Lab, isExpected: boolean): Promise<boolean> {
  const asks = async (): Promise<boolean> => {
    const answers = await Promise.all(
      nodes.map(({ process: { origin } }) =>
        fetch(`${origin}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        ),
      ),
    )
    return answers.every((isReady) => isReady === isExpected)
  }
  return eventually(asks, 20_000)
}
