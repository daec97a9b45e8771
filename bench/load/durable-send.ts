// Scenario D: how long a sender waits until a message is stored, and everybody until they see it.
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { type Measured, openCrowd } from './crowd'
import { median, quantile } from './histogram'
import type { Run } from './pace-of-run'
import { dataFolder } from './processes'
import { type Cast, openStage } from './stage'
import type { Found } from './table'

const OFFERED = 200
const SPREAD: Cast = { rooms: 20, members: 200 }
const QUIET: Cast = { rooms: 1, members: 20 }

export async function measureDurableSend(run: Run): Promise<Found> {
  const spread: Measured[] = []
  const quiet: Measured[] = []
  const disk: number[] = []
  for (let at = 1; at <= run.rounds; at++) {
    disk.push(timeDisk())
    spread.push(await measure(run, SPREAD, false))
    quiet.push(await measure(run, QUIET, true))
    run.say(`D ${run.store.kind}, round ${at}: done`)
  }
  const of = (all: Measured[], what: 'ack' | 'delivery' | 'everyScreen', share: number): number =>
    median(all.map((measured) => quantile(measured[what], share)))
  const row = (name: string, all: Measured[]) => [
    name,
    ...[of(all, 'ack', 0.5), of(all, 'ack', 0.99)],
    ...[of(all, 'delivery', 0.5), of(all, 'delivery', 0.99)],
    ...[of(all, 'everyScreen', 0.5), of(all, 'everyScreen', 0.99)],
  ]
  return {
    place: `D ${run.store.kind}`,
    title: 'A durable send, milliseconds',
    head: ['', 'ack p50', 'ack p99', 'on a screen p50', 'p99', 'on every screen p50', 'p99'],
    rows: [
      row(`${OFFERED} messages/s offered, ${SPREAD.members} members in ${SPREAD.rooms} rooms`, spread),
      row(`a quiet room of ${QUIET.members}, one message at a time`, quiet),
    ],
    notes: [`Writing a page to this disk and syncing it took ${median(disk).toFixed(2)} ms (p50) meanwhile.`],
  }
}

async function measure(run: Run, cast: Cast, isQuiet: boolean): Promise<Measured> {
  const stage = await openStage('parley', run.store, cast)
  const crowd = await openCrowd(stage, { generators: 1 })
  try {
    // Compilers and caches come to their senses, which one message now and then does not bring them to.
    await crowd.load({ perSecond: OFFERED, seconds: run.warmSeconds, isQuiet: false })
    return await crowd.load({ perSecond: OFFERED, seconds: run.seconds * 2, isQuiet })
  } finally {
    await crowd.close()
    await stage.close()
  }
}

/** What no durable answer can beat: milliseconds, the middle of fifty. */
function timeDisk(): number {
  const folder = dataFolder()
  const file = openSync(join(folder.path, 'page'), 'w')
  const page = Buffer.alloc(4_096)
  const took = Array.from({ length: 50 }, () => {
    const from = performance.now()
    writeSync(file, page)
    fsyncSync(file)
    return performance.now() - from
  })
  closeSync(file)
  folder.remove()
  return median(took)
}
