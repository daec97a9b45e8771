// The invite between two people against a model of its rules, one step after another and several at once.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database, Trx } from '../db/database'
import { createId, type InviteId, type RoomId } from '../shared/ids'
import { isRefusal } from '../shared/refusal'
import { describeOnDialects } from '../testing/databases'
import { createPeople, type Guest, HOUR, type People } from '../testing/people'
import { seedsFor } from '../testing/random'
import { viewInvite } from './invite-view'
import {
  acceptInvite,
  declineInvite,
  expireInvites,
  findInvite,
  type InviteRow,
  sendInvite,
  withdrawInvite,
} from './invites'

type Side = 'a' | 'b'
type Deed = { do: 'ask' | 'accept' | 'decline' | 'withdraw'; by: Side }
type Step = Deed | { do: 'wait'; hours: number } | { do: 'sweep' }

const DAY = 24
const side = fc.constantFrom<Side>('a', 'b')
const deed = fc.record({
  do: fc.constantFrom('ask' as const, 'accept' as const, 'decline' as const, 'withdraw' as const),
  by: side,
})
const wait = fc.record({ do: fc.constant('wait' as const), hours: fc.constantFrom(1, 11, 12, 23, 24, 25) })
const step = fc.oneof(
  { arbitrary: deed, weight: 8 },
  { arbitrary: wait, weight: 2 },
  fc.constant<Step>({ do: 'sweep' }),
)

type Asked = { from: Side; state: 'pending' | 'accepted' | 'declined' | 'withdrawn'; until: number }

/** The rules, as the issue words them; hours are whole. */
class Rules {
  now = 0
  invites: Asked[] = []

  /** What a step is answered. `about` is the invite that an answer is meant for. */
  take(step: Step, about = this.invites.at(-1)): string {
    if (step.do === 'wait') this.now += step.hours
    if (step.do === 'wait' || step.do === 'sweep') return 'ok'
    if (step.do === 'ask') return this.#ask(step.by)
    const wanted = { accept: 'accepted', decline: 'declined', withdraw: 'withdrawn' } as const
    const isTheirs = about && (about.from === step.by) === (step.do === 'withdraw')
    if (!isTheirs) return 'not_found'
    if (about.state === wanted[step.do]) return about.state
    const isOpen = about.state === 'pending' || (about.state === 'declined' && step.do === 'withdraw')
    if (!isOpen || this.now >= about.until) return 'not_found'
    about.state = wanted[step.do]
    return about.state
  }

  #ask(by: Side): string {
    const last = this.invites.at(-1)
    if (!last || this.now >= last.until || last.state === 'accepted') {
      this.invites.push({ from: by, state: 'pending', until: this.now + DAY })
      return 'pending'
    }
    if (last.from === by || last.state === 'withdrawn') return `conflict, ${last.until - this.now} hours`
    last.state = 'accepted'
    return 'accepted'
  }

  /** What each of the two reads of the last invite. */
  view(reader: Side): string | undefined {
    const last = this.invites.at(-1)
    if (!last || last.state === 'accepted' || last.state === 'withdrawn') return last?.state
    if (last.state === 'declined' && last.from !== reader) return 'declined'
    return this.now >= last.until ? 'expired' : 'pending'
  }

  copy(): Rules {
    return Object.assign(new Rules(), { now: this.now, invites: this.invites.map((each) => ({ ...each })) })
  }
}

describeOnDialects('an invite between two', ({ open, name }) => {
  const numRuns = name === 'sqlite' ? 30 : 8
  const [seed = 1] = seedsFor(1)
  let database: Database
  let people: People
  let crowd: RoomId
  beforeAll(async () => {
    database = await open()
    people = createPeople(database)
    crowd = (await people.room()).id
  })
  afterAll(() => database.close())

  /** Two fresh people, and what happens between them for real. */
  class Pair {
    row: InviteRow | undefined
    #hours = 0
    readonly #sides: Record<Side, Guest>

    constructor(sides: Record<Side, Guest>) {
      this.#sides = sides
    }

    static async meet(): Promise<Pair> {
      const sides = { a: await people.guest(), b: await people.guest() }
      for (const guest of Object.values(sides)) await people.join(crowd, guest)
      return new Pair(sides)
    }

    async take(step: Step): Promise<string> {
      if (step.do === 'wait') this.#hours += step.hours
      if (step.do === 'sweep') await expireInvites(database.write, this.#now)
      if (step.do === 'wait' || step.do === 'sweep') return 'ok'
      const { answer, row } = await this.attempt(step)
      this.row = row ?? this.row
      return answer
    }

    /** Does one deed about the invite that stands, and remembers nothing of it. */
    async attempt(deed: Deed): Promise<{ answer: string; row?: InviteRow }> {
      try {
        const row = await database.transact((trx) => this.#run(trx, deed))
        return { answer: row.state, row }
      } catch (error) {
        if (!isRefusal(error)) throw error
        const { retryAfterMs } = error.detail
        return { answer: retryAfterMs === undefined ? error.code : `${error.code}, ${retryAfterMs / HOUR} hours` }
      }
    }

    async view(reader: Side): Promise<string | undefined> {
      const row = this.row && (await findInvite(database.read, this.row.id))
      return row && viewInvite(row, this.#sides[reader].userId, this.#now)?.state
    }

    /** Finds the invite that was asked last among these: all before it were accepted, or it could not have been asked. */
    async refresh(made: readonly (InviteRow | undefined)[]): Promise<void> {
      const fresh = made.flatMap((row) => (row && row.id !== this.row?.id ? row.id : []))
      const rows = await Promise.all(fresh.map((id) => findInvite(database.read, id)))
      this.row = rows.find((row) => row?.state !== 'accepted') ?? rows[0] ?? this.row
    }

    get #now(): number {
      return people.time.now + this.#hours * HOUR
    }

    #run(trx: Trx, { do: what, by }: Deed): Promise<InviteRow> {
      const [inviterId, inviteeId] = [this.#sides[by].userId, this.#sides[by === 'a' ? 'b' : 'a'].userId]
      if (what === 'ask')
        return sendInvite(trx, { roomId: crowd, inviterId, inviteeId, now: this.#now, pendingAtMost: 5 })
      const answer = { accept: acceptInvite, decline: declineInvite, withdraw: withdrawInvite }[what]
      const inviteId = this.row?.id ?? createId<InviteId>()
      return answer(trx, { inviteId, userId: inviterId, now: this.#now })
    }
  }

  test('follows the rules, whatever the two do in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
        const [rules, pair] = [new Rules(), await Pair.meet()]
        const rooms = new Set<string>()
        for (const each of steps) {
          expect([each, await pair.take(each)]).toEqual([each, rules.take(each)])
          expect([await pair.view('a'), await pair.view('b')]).toEqual([rules.view('a'), rules.view('b')])
          if (pair.row?.private_id) rooms.add(pair.row.private_id)
        }
        expect(rooms.size).toBeLessThanOrEqual(1)
      }),
      { numRuns, seed },
    )
  })

  test('with several deeds at the same moment ends as if they had come one after another', async () => {
    const moment = fc.array(deed, { minLength: 2, maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 5 }), moment, async (before, atOnce) => {
        const [rules, pair] = [new Rules(), await Pair.meet()]
        for (const each of [{ do: 'ask', by: 'a' } as const, ...before]) {
          rules.take(each)
          await pair.take(each)
        }
        const about = rules.invites.length - 1
        const done = await Promise.all(atOnce.map((each) => pair.attempt(each)))
        await pair.refresh(done.map(({ row }) => row))
        const real = { answers: done.map(({ answer }) => answer), views: [await pair.view('a'), await pair.view('b')] }
        const possible = ordersOf(atOnce.map((_, at) => at)).map((order) => {
          const copy = rules.copy()
          const told = new Map(order.map((at) => [at, copy.take(atOnce[at] as Deed, copy.invites[about])]))
          return { answers: atOnce.map((_, at) => told.get(at)), views: [copy.view('a'), copy.view('b')] }
        })
        expect(possible).toContainEqual(real)
      }),
      { numRuns, seed },
    )
  })
})

function ordersOf<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]]
  return items.flatMap((first, at) => ordersOf(items.toSpliced(at, 1)).map((rest) => [first, ...rest]))
}
