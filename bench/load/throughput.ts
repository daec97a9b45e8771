// Scenarios A and B: how much one processor delivers, beside the bare relay in the same run.
import { type Crowd, type Measured, openCrowd } from './crowd'
import { findMost } from './find-most'
import { median, quantile } from './histogram'
import type { SubjectKind } from './orders'
import type { Run } from './pace-of-run'
import { type Cast, openStage } from './stage'
import { type Found, figure, times } from './table'

type Plan = {
  letter: 'A' | 'B'
  title: string
  cast: Cast
  /** Deliveries a second at which processor time is compared. */
  fixed: number
  /** Messages a second, to begin the search with. */
  guess: Record<SubjectKind, number>
}

export const BUSY_ROOM: Plan = {
  ...{ letter: 'A', title: 'A busy room: 200 members in one room', cast: { rooms: 1, members: 200 } },
  ...{ fixed: 30_000, guess: { relay: 400, parley: 1_500 } },
}
export const MANY_ROOMS: Plan = {
  ...{ letter: 'B', title: 'Many rooms: 1,000 members in 100 rooms', cast: { rooms: 100, members: 1_000 } },
  ...{ fixed: 15_000, guess: { relay: 5_000, parley: 5_000 } },
}

const LATEST_MS = 100
/** A little less than what was carried before is tried first. */
const CAUTION = 0.9

type Round = {
  most: number
  cpuPer100k: number
  /** At half of what the relay of the same round carried at most. */
  half: { p50: number; p99: number }
  generatorShare: number
  lost: number
}

export async function measureThroughput(plan: Plan, run: Run): Promise<Found> {
  const rounds: { relay: Round; parley: Round }[] = []
  for (let at = 1; at <= run.rounds; at++) {
    const before = rounds.at(-1)
    const relay = await playRound('relay', plan, run, { guess: before?.relay.most })
    const parley = await playRound('parley', plan, run, { guess: before?.parley.most, relayMost: relay.most })
    rounds.push({ relay, parley })
    run.say(
      `${plan.letter} ${run.store.kind}, round ${at}: at most ${figure(parley.most)} deliveries/s against ` +
        `${figure(relay.most)} (${times(parley.most / relay.most)}), processor ` +
        `${figure(parley.cpuPer100k)} against ${figure(relay.cpuPer100k)} s (${times(parley.cpuPer100k / relay.cpuPer100k)})`,
    )
  }
  const of = (pick: (round: { relay: Round; parley: Round }) => number): number => median(rounds.map(pick))
  const row = (name: string, kind: SubjectKind) => [
    name,
    of((round) => round[kind].most),
    of((round) => round[kind].cpuPer100k),
    ...[of((round) => round[kind].half.p50), of((round) => round[kind].half.p99)],
    of((round) => round[kind].generatorShare * 100),
  ]
  return {
    place: `${plan.letter} ${run.store.kind}`,
    title: `${plan.title}, ${run.store.kind === 'sqlite' ? 'SQLite' : 'Postgres'}`,
    head: [
      ...['', `most deliveries/s, p99 ≤ ${LATEST_MS} ms`, `CPU s per 100,000 at ${figure(plan.fixed)}/s`],
      ...['delivery p50 ms at half load', 'p99 ms', 'generator CPU %'],
    ],
    rows: [
      row('bare relay', 'relay'),
      row('Parley', 'parley'),
      [
        'Parley against the relay',
        times(of(({ relay, parley }) => parley.most / relay.most)),
        times(of(({ relay, parley }) => parley.cpuPer100k / relay.cpuPer100k)),
        ...['', '', ''],
      ],
    ],
    notes: [
      `Medians of ${run.rounds} rounds, ratios within a round. Half load is half of what the relay of the round carried. ` +
        `Lost deliveries at or below what was carried: ${rounds.reduce((sum, { parley }) => sum + parley.lost, 0)}.`,
    ],
  }
}

/** In deliveries a second: what was carried in the round before, and by the relay of this one. */
type Known = { guess: number | undefined; relayMost?: number }

async function playRound(subject: SubjectKind, plan: Plan, run: Run, known: Known): Promise<Round> {
  const { cast, fixed } = plan
  const perRoom = cast.members / cast.rooms
  const stage = await openStage(subject, run.store, cast)
  try {
    const crowd = await openCrowd(stage)
    try {
      await warm(crowd, run)
      const at = await crowd.load({ perSecond: fixed / perRoom, seconds: run.seconds * 2, isQuiet: false })
      let busiest: Measured = at
      const most = await findMost({
        guess: known.guess ? (known.guess / perRoom) * CAUTION : plan.guess[subject],
        halvings: run.halvings,
        async isCarried(perSecond) {
          const measured = await crowd.load({ perSecond, seconds: run.seconds, isQuiet: false })
          const isCarried = quantile(measured.delivery, 0.99, Math.max(0, measured.lost)) <= LATEST_MS
          if (isCarried && measured.offered > busiest.offered) busiest = measured
          return isCarried && measured.refused === 0
        },
      })
      const halfOfRelay = (known.relayMost ?? most * perRoom) / 2 / perRoom
      const half = await crowd.load({ perSecond: halfOfRelay, seconds: run.seconds, isQuiet: false })
      return {
        most: most * perRoom,
        cpuPer100k: (at.cpuSeconds / at.delivered) * 100_000,
        half: { p50: quantile(half.delivery, 0.5), p99: quantile(half.delivery, 0.99) },
        generatorShare: busiest.generatorShare,
        lost: at.lost + half.lost + busiest.lost + at.gaps,
      }
    } finally {
      await crowd.close()
    }
  } finally {
    await stage.close()
  }
}

/** Compilers and caches come to their senses. */
async function warm(crowd: Crowd, { seconds }: Run): Promise<void> {
  await crowd.load({ perSecond: 50, seconds: seconds / 2, isQuiet: false })
}
