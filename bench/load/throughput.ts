// Scenarios A and B: how much one processor delivers, beside the bare relay in the same run.
import type { Crowd, Measured } from './crowd'
import { findMost } from './find-most'
import { addTo, createHistogram, median, quantile } from './histogram'
import type { SubjectKind } from './orders'
import type { Run } from './pace-of-run'
import { loadInTurns, openSides, type Turn } from './sides'
import type { Cast } from './stage'
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

type Figures = {
  most: number
  cpuPer100k: number
  /** At half of what the relay of the same round carried. */
  half: { p50: number; p99: number }
  generatorShare: number
  lost: number
}

/** `cpuTimes`: Parley's processor time against the relay's, by turns. */
type Round = Record<SubjectKind, Figures> & { cpuTimes: number }

export async function measureThroughput(plan: Plan, run: Run): Promise<Found> {
  const rounds: Round[] = []
  for (let at = 1; at <= run.rounds; at++) {
    const round = await playRound(plan, run, rounds.at(-1))
    rounds.push(round)
    const { relay, parley, cpuTimes } = round
    run.say(
      `${plan.letter} ${run.store.kind}, round ${at}: at most ${figure(parley.most)} deliveries/s against ` +
        `${figure(relay.most)} (${times(parley.most / relay.most)}), processor ` +
        `${figure(parley.cpuPer100k)} against ${figure(relay.cpuPer100k)} s (${times(cpuTimes)}), at half load p50 ` +
        `${figure(parley.half.p50)}, p99 ${figure(parley.half.p99)} ms`,
    )
  }
  const of = (pick: (round: Round) => number): number => median(rounds.map(pick))
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
        times(of(({ cpuTimes }) => cpuTimes)),
        ...['', '', ''],
      ],
    ],
    notes: [
      `Medians of ${run.rounds} rounds, ratios within a round; by round the most was ` +
        `${rangeOf(rounds.map(({ relay, parley }) => parley.most / relay.most))}, the processor ` +
        `${rangeOf(rounds.map(({ cpuTimes }) => cpuTimes))}. Half load is half of what the relay of the round carried. ` +
        `Lost deliveries at or below what was carried: ${rounds.reduce((sum, { parley }) => sum + parley.lost, 0)}.`,
    ],
  }
}

function rangeOf(ratios: readonly number[]): string {
  return `${times(Math.min(...ratios))} to ${times(Math.max(...ratios))}`
}

async function playRound(plan: Plan, run: Run, before: Round | undefined): Promise<Round> {
  const { cast, fixed } = plan
  const perRoom = cast.members / cast.rooms
  const sides = await openSides(run.store, cast)
  const load = (perSecond: number) => ({ perSecond, seconds: run.seconds, isQuiet: false })
  const most = (kind: SubjectKind): Promise<Most> => {
    const guess = before ? (before[kind].most / perRoom) * CAUTION : plan.guess[kind]
    return searchMost(sides[kind].crowd, run, guess)
  }
  try {
    // Compilers and caches come to their senses.
    await loadInTurns(sides, { ...load(fixed / perRoom), seconds: run.warmSeconds }, 1)
    const atFixed = await loadInTurns(sides, load(fixed / perRoom), run.turns)
    const mosts = { relay: await most('relay'), parley: await most('parley') }
    const atHalf = await loadInTurns(sides, load(mosts.relay.perSecond / 2), run.turns)
    const figures = (kind: SubjectKind): Figures => ({
      ...{ most: mosts[kind].perSecond * perRoom, cpuPer100k: cpuOf(atFixed, kind), half: timesOf(atHalf, kind) },
      generatorShare: mosts[kind].generatorShare,
      lost: mosts[kind].lost + lostOf(atFixed, kind) + lostOf(atHalf, kind),
    })
    const cpuTimes = median(atFixed.map((turn) => cpuOf([turn], 'parley') / cpuOf([turn], 'relay')))
    return { relay: figures('relay'), parley: figures('parley'), cpuTimes }
  } finally {
    await sides.close()
  }
}

function cpuOf(turns: readonly Turn[], kind: SubjectKind): number {
  const sum = (pick: (measured: Measured) => number) => turns.reduce((total, turn) => total + pick(turn[kind]), 0)
  return (sum(({ cpuSeconds }) => cpuSeconds) / sum(({ delivered }) => delivered)) * 100_000
}

function timesOf(turns: readonly Turn[], kind: SubjectKind): { p50: number; p99: number } {
  const all = createHistogram()
  for (const turn of turns) addTo(all, turn[kind].delivery)
  const missing = Math.max(0, lostOf(turns, kind))
  return { p50: quantile(all, 0.5, missing), p99: quantile(all, 0.99, missing) }
}

function lostOf(turns: readonly Turn[], kind: SubjectKind): number {
  return turns.reduce((sum, turn) => sum + turn[kind].lost + turn[kind].gaps, 0)
}

/** `lost`: at the highest load that was carried. */
type Most = { perSecond: number; generatorShare: number; lost: number }

async function searchMost(crowd: Crowd, { seconds, halvings }: Run, guess: number): Promise<Most> {
  let busiest: Measured | undefined
  const perSecond = await findMost({
    guess,
    halvings,
    async isCarried(rate) {
      const measured = await crowd.load({ perSecond: rate, seconds, isQuiet: false })
      const isCarried =
        measured.refused === 0 && quantile(measured.delivery, 0.99, Math.max(0, measured.lost)) <= LATEST_MS
      if (isCarried && measured.offered > (busiest?.offered ?? 0)) busiest = measured
      return isCarried
    },
  })
  return { perSecond, generatorShare: busiest?.generatorShare ?? 0, lost: (busiest?.lost ?? 0) + (busiest?.gaps ?? 0) }
}
