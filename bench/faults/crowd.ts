// People of a seed: their rooms, their tabs, and what they say.
import type { RoomId } from '#lib/shared/ids'
import { create, join, type Person } from '#lib/testing/client'
import type { FaultyNetwork } from '#lib/testing/proxy'
import { createBrowser } from './browser'
import type { Lab } from './lab'
import type { RowContext } from './row'
import { openTab, type Tab, type TabParts } from './virtual-tab'

export type Crowd = {
  rooms: RoomId[]
  people: Person[]
  tabs: Tab[]
  /** The networks that tabs have to themselves, by tab. */
  networks: Map<Tab, FaultyNetwork>
  /** One more tab, of somebody who is in a room. */
  open(person: Person, options?: OpenOptions): Promise<Tab>
  /** One more person in a room. */
  invite(room: RoomId): Promise<Person>
  /** Everybody writes and changes messages, so many a second together. @returns stop */
  chat(perSecond: number, options?: { writesOnly?: boolean }): () => void
  /** What browsers say when a network is back: nobody waits for the next try. */
  online(): void
  /** Closes every tab. */
  close(): void
}

type OpenOptions = Partial<Pick<TabParts, 'browser' | 'bundle' | 'clockOffMs'>> & { network?: FaultyNetwork }

export type CrowdOptions = {
  rooms?: number
  /** In each room. */
  members?: number
  /** Each tab behind a network of its own. */
  ownNetworks?: boolean
  /** Each tab bound to one node, by turns. */
  bound?: boolean
}

const EMOJI = ['👍', '🎉', '👀', '❤️']
const TICK_MS = 10
/** Nobody goes on typing for ever while nothing goes out. */
const MOST_WAITING = 20
const AT_ONCE = 25

export async function openCrowd(context: RowContext, lab: Lab, options: CrowdOptions = {}): Promise<Crowd> {
  const { random, recorder, clients } = context
  const { rooms: roomCount = 1, members = 4, ownNetworks = false, bound = false } = options
  const codes = new Map<RoomId, Person>()
  const tabs: Tab[] = []
  const people: Person[] = []
  const networks = new Map<Tab, FaultyNetwork>()
  /** What was asked once is not asked again: setting what is already so takes no rev of its own. */
  const asked = new Set<string>()
  let met = 0
  let written = 0

  function noteJoin({ userId, roomId }: Person): void {
    recorder.note({ t: recorder.now(), client: 'harness', member: userId, node: '', room: roomId, op: 'join' })
  }

  async function invite(room: RoomId): Promise<Person> {
    const host = codes.get(room)
    if (!host) throw new Error('There is no such room.')
    met += 1
    const person = await join(lab.host, `Guest ${met}`, host.code)
    noteJoin(person)
    people.push(person)
    return person
  }

  async function open(person: Person, { network, ...more }: OpenOptions = {}): Promise<Tab> {
    const node = bound ? lab.nextNode() : undefined
    const own = network ?? (ownNetworks || bound ? await lab.edge(node) : undefined)
    const tab = await openTab({
      ...{ host: lab.host, bundle: clients, recorder, person },
      browser: createBrowser(),
      client: `tab ${recorder.nextTab()}`,
      chance: () => random.below(1_000_000) / 1_000_000,
      ...more,
      ...(node ? { node: () => node.name } : {}),
      ...(own ? { origin: own.origin } : {}),
    })
    tabs.push(tab)
    if (own) networks.set(tab, own)
    return tab
  }

  for (let at = 0; at < roomCount; at += 1) {
    const host = await create(lab.host, 'Ada')
    codes.set(host.roomId, host)
    noteJoin(host)
    people.push(host)
    for (let others = 1; others < members; others += 1) await invite(host.roomId)
  }
  for (let from = 0; from < people.length; from += AT_ONCE) {
    const batch = await Promise.all(people.slice(from, from + AT_ONCE).map((person) => open(person)))
    await Promise.all(batch.map(connected))
  }

  function deed(writesOnly: boolean): void {
    const tab = random.pick(tabs)
    const kind = writesOnly ? 0 : random.below(100)
    const { timeline, ended, outbox } = tab.room.getState()
    if (ended !== undefined || outbox.length >= MOST_WAITING) return
    const living = timeline.messages.filter(
      ({ deletedAt, id }) => deletedAt === undefined && !asked.has(`delete ${id}`),
    )
    const own = living.filter(({ author }) => author.id === tab.person.userId)
    const { roomId } = tab.person
    if (kind < 70 || living.length === 0 || (kind < 86 && own.length === 0)) {
      written += 1
      tab.write(`${tab.client} says ${written}`)
      return
    }
    if (kind < 82) {
      written += 1
      void tab.ask('message:edit', { roomId, messageId: random.pick(own).id, body: `changed ${written}` })
      return
    }
    if (kind < 86) {
      const { id } = random.pick(own)
      asked.add(`delete ${id}`)
      void tab.ask('message:delete', { roomId, messageId: id })
      return
    }
    const [{ id }, emoji] = [random.pick(living), random.pick(EMOJI)]
    const reaction = `${tab.person.userId} ${id} ${emoji}`
    if (asked.has(reaction)) return
    asked.add(reaction)
    void tab.ask('message:react', { roomId, messageId: id, emoji, on: true })
  }

  return {
    ...{ tabs, people, networks, open, invite },
    rooms: [...codes.keys()],
    chat(perSecond, { writesOnly = false } = {}) {
      const started = performance.now()
      let done = 0
      const timer = setInterval(() => {
        const due = ((performance.now() - started) / 1_000) * perSecond
        for (; done < due; done += 1) deed(writesOnly)
      }, TICK_MS)
      return () => clearInterval(timer)
    },
    online() {
      for (const tab of tabs) tab.online()
    },
    close() {
      for (const tab of tabs) tab.close()
    },
  }
}

/** Resolves once the tab has its connection and its room. */
export function connected(tab: Tab): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      const { connection, roster } = tab.room.getState()
      if (connection.kind !== 'connected' || roster.count === 0) return
      stop()
      resolve()
    }
    const stop = tab.room.subscribe(look)
    look()
  })
}
