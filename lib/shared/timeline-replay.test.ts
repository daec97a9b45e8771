// A seeded replay of one room and its clients over a network that drops, doubles, delays and reorders.
import { describe, expect, test } from 'vitest'
import { createRandom, type Random, seedsFor } from '../testing/random'
import type { ClientMessageId, MessageId, RoomId, UserId } from './ids'
import type { Advance, Message, Page } from './protocol'
import type { Timeline } from './timeline'
import * as real from './timeline'

const roomId = 'room' as RoomId
/** The protocol's sizes, made small so that a short history reaches every one of them. */
const SMALL = { page: 4, resetAfter: 24, snapshot: 5 }
const STEPS = 160

type Reducer = Pick<typeof real, 'applyAdvance' | 'applyOlderPage' | 'noteHead'>
type Answers = { catchUp(cursor: number | undefined): Advance; late(advance: Advance): Advance }
type Delivery =
  | { kind: 'event'; advance: Advance }
  | { kind: 'head'; head: number }
  | { kind: 'answer'; advance: Advance; flight: number }
  | { kind: 'page'; page: Page; asked: Timeline; flight: number }

/** What the server holds: the log, and each message as it was at each of its revs. */
class Room {
  head = 0
  readonly histories: Message[][] = []

  messages(): Message[] {
    return this.histories.flatMap((states) => states.at(-1) ?? [])
  }

  change(random: Random): void {
    this.head += 1
    const states = random.pick([[], [], ...this.histories])
    const last = states.at(-1)
    if (!last || last.deletedAt) {
      const seq = this.head
      const author = { id: 'user' as UserId, name: 'Ada' }
      const own = { id: `m${seq}` as MessageId, clientMessageId: `c${seq}` as ClientMessageId, author, postedAt: seq }
      this.histories.push([{ ...own, roomId, seq, rev: seq, body: `${seq}` }])
      return
    }
    const userIds = [`user-${this.head}` as UserId]
    const changed = random.pick([
      { body: `${last.seq}, edited at ${this.head}`, editedAt: this.head },
      { body: '', deletedAt: this.head, reactions: [] },
      { reactions: [...(last.reactions ?? []), { emoji: '👍', userIds }] },
    ])
    states.push({ ...last, ...changed, rev: this.head })
  }

  advance(since: number): Advance {
    const messages = this.messages().filter(({ rev }) => rev > since)
    return { roomId, since, upto: this.head, head: this.head, messages: messages.sort((a, b) => a.rev - b.rev) }
  }

  catchUp(cursor: number | undefined): Advance {
    if (cursor === undefined || this.head - cursor > SMALL.resetAfter) {
      const messages = this.messages().slice(-SMALL.snapshot)
      return { roomId, since: cursor ?? 0, upto: this.head, head: this.head, messages, reset: true }
    }
    const whole = this.advance(cursor)
    const messages = whole.messages.slice(0, SMALL.page)
    return messages.length === whole.messages.length ? whole : { ...whole, messages, upto: messages.at(-1)?.rev ?? 0 }
  }

  page(beforeSeq: number): Page {
    const older = this.messages().filter(({ seq }) => seq < beforeSeq)
    return { messages: older.slice(-SMALL.page), reachedStart: older.length <= SMALL.page, reachedEnd: false }
  }
}

/** One tab: R7's one recovery path, and older pages on scrolling up. */
class Client {
  timeline = real.emptyTimeline(roomId)
  inbox: Delivery[] = []
  #isEntered = false
  #catchUp = 0
  #older = 0
  #flights = 0
  readonly #reducer: Reducer
  readonly #room: Room
  readonly #answers: Answers

  constructor(reducer: Reducer, room: Room, answers: Answers) {
    this.#reducer = reducer
    this.#room = room
    this.#answers = answers
  }

  /** The connection is gone, and with it all that was on its way; a reload forgets what was held too. */
  reconnect(isReload: boolean): void {
    this.inbox = []
    this.#catchUp = 0
    this.#older = 0
    if (isReload) {
      this.timeline = real.emptyTimeline(roomId)
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

  /** The cursor is a promise: everything up to it in the window is held, as new as that or newer, in order, once. */
  #requireTrue(): void {
    const { cursor, floorSeq, messages } = this.timeline
    const held = new Map(messages.map((message) => [message.seq, message]))
    const isOrdered = messages.every(({ seq }, index) => seq > (messages[index - 1]?.seq ?? 0))
    if (!isOrdered) throw new Error('the list is out of order')
    for (const states of this.#room.histories) {
      const due = states.findLast(({ rev }) => rev <= cursor)
      if (!due || due.seq < floorSeq) continue
      const rev = held.get(due.seq)?.rev ?? -1
      if (rev < due.rev) throw new Error(`the cursor says ${cursor}, but ${due.id} is at ${rev} and not at ${due.rev}`)
    }
  }
}

type Mutation = { reducer?: Partial<Reducer>; late?: (room: Room, advance: Advance) => Advance }

/** Runs one history. @throws Error when a client's timeline is ever untrue, or differs from a fresh one in the end */
function replay(seed: number, { reducer = {}, late = (_, advance) => advance }: Mutation = {}): void {
  const random = createRandom(seed)
  const room = new Room()
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
  for (const client of clients) expectFresh(client, room)
}

/** The network heals: all that is on its way arrives, then the digest, until nothing is on its way. */
function settle(client: Client, room: Room): void {
  client.inbox.push({ kind: 'head', head: room.head })
  for (let deliveries = 0; client.inbox.length > 0; deliveries += 1) {
    if (deliveries > 500) throw new Error('it never settles')
    const delivery = client.inbox.shift()
    if (delivery) client.receive(delivery)
  }
}

function expectFresh({ timeline }: Client, room: Room): void {
  const fresh = room.messages().filter(({ seq }) => seq >= timeline.floorSeq)
  expect(timeline.messages).toEqual(fresh)
  expect([timeline.cursor, timeline.head]).toEqual([room.head, room.head])
}

test.each(seedsFor(250))('every timeline ends as a fresh snapshot, seed %i', (seed) => {
  replay(seed)
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
        applyAdvance: (held, advance) => applyAdvance(advance.reset ? real.emptyTimeline(roomId) : held, advance),
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
    const runs = seedsFor(250).map((seed) => () => replay(seed, mutation))
    expect(runs.filter(isRed).length).toBeGreaterThan(0)
  })
})

function isRed(run: () => void): boolean {
  try {
    run()
    return false
  } catch {
    return true
  }
}
