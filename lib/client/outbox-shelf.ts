// Where wishes are kept until the server has confirmed them: in IndexedDB, shared by the tabs of one browser, so that
// neither a reload nor a crash loses what was typed. Where the browser has none, in memory.
import { createStore, get, keys, update } from 'idb-keyval'
import { isId, type RoomId, type UserId } from '../shared/ids'
import { type Outgoing, readWishes } from './outgoing'

export type Shelf = {
  load(roomId: RoomId): Promise<Outgoing[]>
  /** Reads and writes in one step: no other tab comes between. The other tabs are told. */
  change(roomId: RoomId, change: (wishes: Outgoing[]) => Outgoing[]): Promise<void>
  /** Rooms for which something waits. */
  rooms(): Promise<RoomId[]>
  /** Runs while no other tab does so for the same room. */
  inTurn(roomId: RoomId, run: () => Promise<void>): Promise<void>
  /** Hears of changes by other tabs. @returns unsubscribe */
  onChange(listener: (roomId: RoomId) => void): () => void
}

const NAME = 'parley-outbox'

const shelves = new Map<UserId, Shelf>()

/** The shelf of one person, one for the tab. */
export function openShelf(userId: UserId): Shelf {
  const known = shelves.get(userId)
  if (known) return known
  const shelf = typeof indexedDB === 'undefined' ? memoryShelf() : keptShelf(userId)
  shelves.set(userId, shelf)
  return shelf
}

function keptShelf(userId: UserId): Shelf {
  const store = createStore(NAME, 'wishes')
  const channel = new BroadcastChannel(NAME)
  const keyOf = (roomId: RoomId): string => `${userId}/${roomId}`
  const roomOf = (key: IDBValidKey): RoomId | undefined => {
    const [owner, roomId] = String(key).split('/')
    return owner === userId && roomId !== undefined && isId(roomId) ? (roomId as RoomId) : undefined
  }
  return {
    load: async (roomId) => readWishes(await get<unknown>(keyOf(roomId), store)),
    async change(roomId, change) {
      await update(keyOf(roomId), (kept: unknown) => change(readWishes(kept)), store)
      channel.postMessage(keyOf(roomId))
    },
    async rooms() {
      const kept = await keys(store)
      return kept.flatMap((key) => roomOf(key) ?? [])
    },
    async inTurn(roomId, run) {
      // Only secure pages have locks. Without them two tabs may both send, which their keys make harmless.
      if (navigator.locks) await navigator.locks.request(`${NAME}/${keyOf(roomId)}`, run)
      else await run()
    },
    onChange(listener) {
      const hear = ({ data }: MessageEvent<unknown>): void => {
        const roomId = typeof data === 'string' ? roomOf(data) : undefined
        if (roomId !== undefined) listener(roomId)
      }
      channel.addEventListener('message', hear)
      return () => channel.removeEventListener('message', hear)
    },
  }
}

function memoryShelf(): Shelf {
  const rooms = new Map<RoomId, Outgoing[]>()
  return {
    load: async (roomId) => rooms.get(roomId) ?? [],
    change: async (roomId, change) => void rooms.set(roomId, change(rooms.get(roomId) ?? [])),
    rooms: async () => [...rooms.keys()],
    inTurn: async (_, run) => run(),
    onChange: () => () => {},
  }
}
