// A seeded replay of one room and its clients over a network that drops, doubles, delays and reorders.
import { isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from 'vitest'
import { ModelRoom, SMALL } from '../testing/model-room'
import { createRandom, seedsFor } from '../testing/random'
import type { Advance, Page } from './model'
import type { Timeline } from './timeline'
import * as real from './timeline'

const STEPS = 160

type Reducer = Pick<typeof real, 'applyAdvance' | 'applyOlderPage' | 'noteHead'>
type Answers = { catchUp(cursor: number | undefined): Advance; late(advance: Advance): Advance }
type Delivery =
  | { kind: 'event'; advance: Advance }
  | { kind: 'head'; head: number }
  | { kind: 'answer'; advance: Advance; flight: number }
  | { kind: 'page'; page: Page; asked: Timeline; flight: number }

/** One tab: R7's one recovery path, and older pages on scrolling up. */
class Client {
  timeline: Timeline
  inbox: Delivery[] = []
  #isEntered = false
  #catchUp = 0
  #older = 0
  #flights = 0
  readonly #reducer: Reducer
  readonly #room: ModelRoom
  readonly #answers: Answers

  constructor(reducer: Reducer, room: ModelRoom, answers: Answers) {
    this.#reducer = reducer
    this.#room = room
    this.timeline = real.emptyTimeline(room.id)
    this.#answers = answers
  }

  /** The connection is gone, and with it all that was on its way; a reload forgets what was held too. */
  reconnect(isReload: boolean): void {
    this.inbox = []
    this.#catchUp = 0
    this.#older = 0
    if (isReload) {
      this.timeline = real.emptyTimeline(this.#room.id)
      this.#isEntered = false
    }
    this.recover()
  }

  recover(): void {
    if (this.#catchUp !== 0) return
    this.#catchUp = ++this.#flights
    const advance = this.#answers.catchUp(this.#isEntered ? this.timeline.cursor : undefined)
    this.inbox.push({ kind: 'answer', advance, flight: this.#catchUp })
  }

  scrollUp(): void {
    if (!this.#isEntered || this.#older !== 0 || this.timeline.reachedStart) return
    this.#older = ++this.#flights
    const page = this.#room.page(this.timeline.floorSeq)
    this.inbox.push({ kind: 'page', page, asked: this.timeline, flight: this.#older })
  }

  receive(delivery: Delivery): void {
    const before = this.timeline
    switch (delivery.kind) {
      case 'head':
        this.timeline = this.#reducer.noteHead(before, delivery.head)
        if (real.isBehind(this.timeline)) this.recover()
        break
      case 'page':
        if (delivery.flight === this.#older) this.#older = 0
        this.timeline = this.#reducer.applyOlderPage(before, delivery.page, delivery.asked)
        break
      case 'answer':
        if (delivery.flight === this.#catchUp) this.#catchUp = 0
        this.#isEntered = true
        this.#apply(this.#answers.late(delivery.advance))
        break
      case 'event':
        // An event may overtake the answer to entering; until then there is nothing to apply it to.
        if (this.#isEntered) this.#apply(delivery.advance)
    }
    if (this.timeline.cursor < before.cursor) throw new Error('the cursor went down')
    this.#requireTrue()
  }

  #apply(advance: Advance): void {
    const applied = this.#reducer.applyAdvance(this.timeline, advance)
    this.timeline = applied.timeline
    if (applied.kind === 'gap' || !applied.isComplete) this.recover()
  }

  /** The cursor is a promise: what last changed up to it, and is in the window, is held as it is now, in order, once. */
  #requireTrue(): void {
    const { cursor, floorSeq, messages } = this.timeline
    const held = new Map(messages.map((message) => [message.seq, message]))
    const isOrdered = messages.every(({ seq }, index) => seq > (messages[index - 1]?.seq ?? 0))
    if (!isOrdered) throw new Error('the list is out of order')
    for (const { id, seq, rev } of this.#room.messages()) {
      if (rev > cursor || seq < floorSeq || held.get(seq)?.rev === rev) continue
      throw new Error(`the cursor says ${cursor}, but ${id} is at ${held.get(seq)?.rev} and not at ${rev}`)
    }
  }
}

type Mutation = { reducer?: Partial<Reducer>; late?: (room: ModelRoom, advance: Advance) => Advance }

type Ended = { timeline: Timeline; fresh: Timeline }

/** Runs one history. @throws Error when a client's timeline is ever untrue, or never complete */
function replay(seed: number, { reducer = {}, late = (_, advance) => advance }: Mutation = {}): Ended[] {
  const random = createRandom(seed)
  const room = new ModelRoom()
  const answers: Answers = { catchUp: (cursor) => room.catchUp(cursor), late: (advance) => late(room, advance) }
  const open = () => new Client({ ...real, ...reducer }, room, answers)
  const clients = [open(), open(), open()]
  for (const client of clients) client.recover()

  for (let step = 0; step < STEPS; step += 1) {
    if (random.chance(45)) {
      const since = room.head
      // Several changes in one turn go out as one advance; a burst now and then is more than a reset bears.
      const changes = random.chance(3) ? SMALL.resetAfter + 5 : 1 + random.below(3)
      for (let count = 0; count < changes; count += 1) room.change(random)
      const advance = room.advance(since)
      for (const { inbox } of clients) if (!random.chance(15)) inbox.push({ kind: 'event', advance })
    }
    const client = random.pick(clients)
    if (random.chance(3)) client.reconnect(random.chance(30))
    if (random.chance(15)) client.scrollUp()
    if (random.chance(10)) client.inbox.push({ kind: 'head', head: room.head })
    if (client.inbox.length === 0 || random.chance(25)) continue
    const at = random.chance(70) ? 0 : random.below(client.inbox.length)
    const [delivery] = random.chance(10) ? client.inbox.slice(at, at + 1) : client.inbox.splice(at, 1)
    if (delivery) client.receive(delivery)
  }
  for (const client of clients) settle(client, room)
  return clients.map(({ timeline }) => ({ timeline, fresh: freshTimeline(room, timeline) }))
}

/** The network heals: all that is on its way arrives, then the digest, until nothing is on its way. */
function settle(client: Client, room: ModelRoom): void {
  client.inbox.push({ kind: 'head', head: room.head })
  for (let deliveries = 0; client.inbox.length > 0; deliveries += 1) {
    if (deliveries > 500) throw new Error('it never settles')
    const delivery = client.inbox.shift()
    if (delivery) client.receive(delivery)
  }
}

/** What a client would hold that came just now and scrolled up as far. */
function freshTimeline(room: ModelRoom, { floorSeq, reachedStart }: Timeline): Timeline {
  let fresh = real.applyAdvance(real.emptyTimeline(room.id), room.catchUp(undefined)).timeline
  while (fresh.floorSeq > floorSeq && !fresh.reachedStart)
    fresh = real.applyOlderPage(fresh, room.page(fresh.floorSeq), fresh)
  const messages = fresh.messages.filter(({ seq }) => seq >= floorSeq)
  return { ...fresh, messages, floorSeq, reachedStart, below: [], snapshotRev: 0 }
}

test.each(seedsFor(250))('every timeline ends as a fresh snapshot, seed %i', (seed) => {
  for (const { timeline, fresh } of replay(seed)) expect({ ...timeline, below: [], snapshotRev: 0 }).toEqual(fresh)
})

describe('the replay is worth something: it catches', () => {
  const { applyAdvance, applyOlderPage } = real
  const forgetful = (timeline: Timeline): Timeline => ({
    ...timeline,
    messages: timeline.messages.map((m) => ({ ...m, rev: 0 })),
  })
  const mutations: Record<string, Mutation> = {
    'a reducer that ignores gaps': {
      reducer: { applyAdvance: (held, advance) => applyAdvance(held, { ...advance, since: 0 }) },
    },
    'a reducer that lets an older state replace a newer one': {
      reducer: { applyAdvance: (held, advance) => applyAdvance(forgetful(held), advance) },
    },
    'a reducer that takes the head for the end of a page': {
      reducer: { applyAdvance: (held, advance) => applyAdvance(held, { ...advance, upto: advance.head }) },
    },
    'a reducer that trusts every snapshot': {
      reducer: {
        applyAdvance: (held, advance) => applyAdvance(advance.reset ? real.emptyTimeline(held.roomId) : held, advance),
      },
    },
    'a reducer that forgets what changed below its window': {
      reducer: { applyOlderPage: (held, page, asked) => applyOlderPage({ ...held, below: [] }, page, asked) },
    },
    'a reducer that takes a page asked for another window': {
      reducer: { applyOlderPage: (held, page) => applyOlderPage(held, page, held) },
    },
    'a reducer whose pages move the cursor': {
      reducer: {
        applyOlderPage: (held, page, asked) => {
          const revs = page.messages.map(({ rev }) => rev)
          return { ...applyOlderPage(held, page, asked), cursor: Math.max(held.cursor, ...revs) }
        },
      },
    },
    'a server that reads the head after the rows': {
      late: ({ head }, advance) => (advance.upto === advance.head ? { ...advance, upto: head, head } : advance),
    },
  }

  test.each(Object.entries(mutations))('%s', (_, mutation) => {
    const seeds = Array.from({ length: 250 }, (_, index) => index + 1)
    expect(seeds.some((seed) => isRed(seed, mutation))).toBe(true)
  })
})

function isRed(seed: number, mutation: Mutation): boolean {
  try {
    return replay(seed, mutation).some(({ timeline, fresh }) => !isDeepStrictEqual(timeline.messages, fresh.messages))
  } catch {
    return true
  }
}
