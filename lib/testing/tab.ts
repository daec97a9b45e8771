// A browser tab as far as the stores know one: its own copy of the client's modules, its own connection through a
// faulty network that adds the cookie, and the few browser parts that the stores listen to.
import { vi } from 'vitest'
import type { InvitesStore } from '../client/invites-state'
import type { Line } from '../client/line'
import type { RoomState, RoomStore } from '../client/room-state'
import { findRoomSnapshot } from '../domain/room-snapshot'
import type { Event, Events } from '../shared/protocol'
import type { Person } from './client'
import { type FaultyNetwork, startProxy } from './proxy'
import type { TestServer } from './server'

export type Tab = {
  room: RoomStore
  invites: InvitesStore
  line: Line
  network: FaultyNetwork
  /** Every state the room has been in since the tab was opened. */
  states: RoomState[]
  /** Whether the stores are told of live advances; those that are not are lost to them. */
  advances(deliver: (advance: Events[typeof Event.roomAdvanced], hear: (advance: Advanced) => void) => void): void
  /** The page is left: its stores stop. */
  stop(): void
  close(): Promise<void>
}
type Advanced = Events[typeof Event.roomAdvanced]

type Readable<T> = { getState(): T; subscribe(listener: () => void): () => void }

const NEVER_MS = 15_000

/** Opens the room the person is in, from the page's snapshot on, and waits until the tab is connected. */
export async function openTab(server: TestServer, person: Person): Promise<Tab> {
  const network = await startProxy(server.port, person.cookie)
  const found = await findRoomSnapshot(server.services.database, person.userId, { roomId: person.roomId })
  if (!found) throw new Error('The person is not in the room.')
  // The connection is one per copy of the module, as it is one per tab.
  vi.resetModules()
  const { createRoomStore } = await import('../client/room-store')
  const { createInvitesStore } = await import('../client/invites-store')
  const { holdLine } = await import('../client/line')
  const { reportVisibility } = await import('../client/visibility')
  stubBrowser(network.origin)
  const room = createRoomStore(found)
  const invites = createInvitesStore(person.userId)
  const states: RoomState[] = []
  room.subscribe(() => states.push(room.getState()))
  const [line, letGo] = holdLine(person.userId)
  const stops = [invites.start(), room.start(), reportVisibility(line), letGo]
  const stop = (): void => {
    for (const each of stops.splice(0)) each()
  }
  await until(room, ({ connection, roster }) => connection.kind === 'connected' && roster.count > 0)
  return {
    room,
    invites,
    line,
    network,
    states,
    advances(deliver) {
      const heard = line.socket.listeners('room:advanced')
      line.socket.off('room:advanced')
      const hear = (advance: Advanced): void => {
        for (const listener of heard) listener(advance)
      }
      line.socket.on('room:advanced', (advance) => deliver(advance, hear))
    },
    stop,
    async close() {
      stop()
      line.socket.disconnect()
      await network.close()
    },
  }
}

/** Resolves with the first state, now or later, that fits; rejects when none came for so many milliseconds. */
export function until<T>(store: Readable<T>, fits: (state: T) => boolean, neverMs = NEVER_MS): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop()
      reject(new Error(`never came to the expected state: ${JSON.stringify(store.getState()).slice(0, 2_000)}`))
    }, neverMs)
    const look = (): void => {
      if (!fits(store.getState())) return
      clearTimeout(timer)
      stop()
      resolve(store.getState())
    }
    const stop = store.subscribe(look)
    look()
  })
}

export const bodies = ({ timeline }: RoomState): string[] => timeline.messages.map(({ body }) => body)

/** The browser parts that the stores use, and where the page came from. */
export function stubBrowser(origin: string): void {
  const { protocol, host, hostname, port } = new URL(origin)
  // All tabs of a test file share one window, so that they wake together.
  if (!('window' in globalThis)) {
    vi.stubGlobal('window', new EventTarget())
    vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
  }
  vi.stubGlobal('location', { protocol, host, hostname, port })
}
