// Scenario E: a thousand members lose the network at once, miss fifty messages each, and come back at once.
import { openCrowd } from './crowd'
import { median } from './histogram'
import type { SubjectKind } from './orders'
import type { Run } from './pace-of-run'
import { seedHistory } from './seed'
import { openStage } from './stage'
import { type Found, times } from './table'

const MEMBERS = 1_000
const ROOMS = 100
const MISSED = 50

type Round = { seconds: number; queries: number; cpuSeconds: number }

export async function measureStorm(run: Run): Promise<Found> {
  const members = MEMBERS / run.smaller
  const rounds: Record<SubjectKind, Round>[] = []
  for (let at = 1; at <= run.rounds; at++) {
    const relay = await playRound('relay', members, run)
    const parley = await playRound('parley', members, run)
    rounds.push({ relay, parley })
    run.say(`E ${run.store.kind}, round ${at}: ${parley.seconds.toFixed(2)} s against ${relay.seconds.toFixed(2)} s`)
  }
  const of = (pick: (round: Record<SubjectKind, Round>) => number): number => median(rounds.map(pick))
  const row = (name: string, kind: SubjectKind) => [
    name,
    of((round) => round[kind].seconds),
    of((round) => round[kind].queries),
    of((round) => round[kind].cpuSeconds),
  ]
  return {
    place: `E ${run.store.kind}`,
    title: `${members} members dropped at once, each with ${MISSED} missed messages`,
    head: ['', 'seconds until the last is complete', 'queries a client', 'server CPU s'],
    rows: [
      row('bare relay, which has nothing to catch up', 'relay'),
      row('Parley', 'parley'),
      ['Parley against the relay', times(of(({ relay, parley }) => parley.seconds / relay.seconds)), '', ''],
    ],
    notes: [`${members} members in ${ROOMS} rooms. Every client came back and had every message.`],
  }
}

async function playRound(subject: SubjectKind, members: number, run: Run): Promise<Round> {
  const stage = await openStage(subject, run.store, { rooms: ROOMS, members }, true)
  try {
    const crowd = await openCrowd(stage)
    // Compilers and caches come to their senses, and everybody's place moves off the start.
    await crowd.load({ perSecond: ROOMS, seconds: 1, isQuiet: false })
    await crowd.drop()
    if (stage.database) {
      const firsts = new Map(stage.guests.map((guest) => [guest.roomId, guest]))
      for (const guest of firsts.values()) await seedHistory(stage.database, guest, MISSED)
    }
    const before = await stage.served.probe()
    const { seconds, recovered, failed } = await crowd.comeBack()
    const after = await stage.served.probe()
    await crowd.close()
    const missed = subject === 'relay' ? 0 : members * MISSED
    if (failed > 0 || recovered !== missed)
      throw new Error(`${failed} did not come back; ${recovered} of ${missed} messages were caught up with.`)
    return {
      seconds,
      queries: (after.queries - before.queries) / members,
      cpuSeconds: after.cpuSeconds - before.cpuSeconds,
    }
  } finally {
    await stage.close()
  }
}
