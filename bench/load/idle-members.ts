// Scenario C: 2,000 members who are there and do nothing. What each costs, and how fast they come in.
import { openCrowd } from './crowd'
import { median } from './histogram'
import type { SubjectKind } from './orders'
import type { Run } from './pace-of-run'
import { openStage } from './stage'
import { type Found, times } from './table'

const MEMBERS = 2_000
const PER_ROOM = 100
/** Handshakes under way at a time. */
const AT_ONCE = 50

type Round = { perSecond: number; kilobytes: number; generatorShare: number }

export async function measureIdleMembers(run: Run): Promise<Found> {
  const members = MEMBERS / run.smaller
  const rounds: Record<SubjectKind, Round>[] = []
  for (let at = 1; at <= run.rounds; at++) {
    const relay = await playRound('relay', members, run)
    const parley = await playRound('parley', members, run)
    rounds.push({ relay, parley })
    run.say(
      `C ${run.store.kind}, round ${at}: ${times(parley.kilobytes / relay.kilobytes)} memory, ` +
        `${times(parley.perSecond / relay.perSecond)} connections a second`,
    )
  }
  const of = (pick: (round: Record<SubjectKind, Round>) => number): number => median(rounds.map(pick))
  const row = (name: string, kind: SubjectKind) => [
    name,
    of((round) => round[kind].kilobytes),
    of((round) => round[kind].perSecond),
    of((round) => round[kind].generatorShare * 100),
  ]
  return {
    place: `C ${run.store.kind}`,
    title: `${members} idle members in rooms of ${PER_ROOM}`,
    head: ['', 'KB a member', 'connections/s', 'generator CPU %'],
    rows: [
      row('bare relay', 'relay'),
      row('Parley', 'parley'),
      [
        'Parley against the relay',
        times(of(({ relay, parley }) => parley.kilobytes / relay.kilobytes)),
        times(of(({ relay, parley }) => parley.perSecond / relay.perSecond)),
        '',
      ],
    ],
    notes: [
      `Memory is what the process grew by with everybody in their room, after a collection. Connections are counted up ` +
        `to the server's welcome, ${AT_ONCE} under way at a time; ours decrypts the cookie and looks the session up.`,
    ],
  }
}

async function playRound(subject: SubjectKind, members: number, run: Run): Promise<Round> {
  const stage = await openStage(subject, run.store, { rooms: members / PER_ROOM, members })
  try {
    const empty = await stage.served.probe(true)
    const idle = await openCrowd(stage, { atOnce: AT_ONCE })
    const filled = await stage.served.probe(true)
    await idle.close()
    // The code is warm now, as it is in a server that runs.
    const coming = await openCrowd(stage, { atOnce: AT_ONCE, enters: false })
    await coming.close()
    if (idle.opened.failed + coming.opened.failed > 0) throw new Error('Not everybody came in.')
    return {
      kilobytes: (filled.rss - empty.rss) / members / 1_000,
      perSecond: members / coming.opened.seconds,
      generatorShare: coming.opened.cpuShare,
    }
  } finally {
    await stage.close()
  }
}
