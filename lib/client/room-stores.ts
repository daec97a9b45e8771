// The rooms this tab has entered: those shown last stay entered, so that going back to one takes no question to the
// server. What waits for other rooms goes out too.
import type { RoomId, UserId } from '../shared/ids'
import type { Room } from '../shared/model'
import { Command } from '../shared/protocol'
import { holdLine, type Line } from './line'
import { createOutbox, type Outbox } from './outbox'
import { openShelf } from './outbox-shelf'
import type { RoomStore } from './room-state'
import { createRoomStore, type Snapshot } from './room-store'
import { reportVisibility } from './visibility'

/** How many rooms a tab keeps entered. */
const KEPT = 8
/** A page that is being replaced lets go a moment before the next one takes hold. Milliseconds. */
const LINGER = 1_000

/** `paths`: of the room's page, now and before its code was changed. */
type Entry = { store: RoomStore; paths: Set<string>; stop?: () => void }

const rooms = new Map<RoomId, Entry>()
const couriers = new Map<RoomId, Outbox>()
let holders = 0
let closing: ReturnType<typeof setTimeout> | undefined
let opened: { line: Line; stop(): void } | undefined

/** The page of a room. */
export function pathOf(room: Room): string {
  return room.kind === 'private' ? `/private/${room.id}` : `/room/${room.code}`
}

/** The store of a room that this tab has, or one made from the page's snapshot. */
export function takeRoom(snapshot: Snapshot): RoomStore {
  const { room, self } = snapshot.entered
  const known = rooms.get(room.id)
  const { ended, self: before } = known?.store.getState() ?? {}
  // Another person may have come in since, in the same tab.
  if (known && ended === undefined && before?.userId === self.userId) return known.store
  known?.stop?.()
  const store = createRoomStore(snapshot)
  rooms.set(room.id, entryOf(store))
  return store
}

function entryOf(store: RoomStore): Entry {
  const paths = new Set<string>()
  const note = (): void => void paths.add(pathOf(store.getState().room))
  note()
  store.subscribe(note)
  return { store, paths }
}

/** The room that this path leads to, or led to before its code was changed: the history of the tab still has it. */
export function findRoom(path: string): RoomStore | undefined {
  for (const { store, paths } of rooms.values()) {
    if (paths.has(path) && store.getState().ended === undefined) return store
  }
  return undefined
}

/** Enters one more room over the connection that is open. Nothing where the server does not let it. */
export async function enterRoom(id: RoomId): Promise<RoomStore | undefined> {
  const known = rooms.get(id)
  if (known && known.store.getState().ended === undefined) return known.store
  const answer = await opened?.line.ask(Command.roomEnter, { roomId: id })
  return answer?.ok ? takeRoom({ entered: answer.value, reachedStart: false }) : undefined
}

/** Brings a room on the screen: it is watched from now on, and the one shown longest ago may go. */
export function showRoom(store: RoomStore): void {
  const { id } = store.getState().room
  const entry = rooms.get(id) ?? entryOf(store)
  rooms.delete(id)
  rooms.set(id, entry)
  couriers.get(id)?.close()
  couriers.delete(id)
  entry.stop ??= store.start()
  for (const [oldId, old] of [...rooms].slice(0, Math.max(0, rooms.size - KEPT))) {
    old.stop?.()
    rooms.delete(oldId)
  }
}

/** Keeps the rooms of this tab alive while a page shows one of them. @returns the way to let go */
export function holdRooms(userId: UserId): () => void {
  holders += 1
  clearTimeout(closing)
  const [line, letGo] = holdLine(userId)
  // What lingers may be of one who left, a moment before this one came in.
  if (opened?.line !== line) close()
  opened ??= open(userId)
  letGo()
  return () => {
    holders -= 1
    if (holders === 0) closing = setTimeout(close, LINGER)
  }
}

function close(): void {
  opened?.stop()
  opened = undefined
}

function open(userId: UserId): { line: Line; stop(): void } {
  const [line, letGo] = holdLine(userId)
  const stopReporting = reportVisibility(line)
  const shelf = openShelf(userId)
  const onConnect = (): void => {
    for (const courier of couriers.values()) courier.flush()
  }
  line.socket.on('connect', onConnect)
  void shelf.rooms().then(async (waiting) => {
    for (const roomId of waiting) {
      const wishes = await shelf.load(roomId).catch(() => [])
      // Somebody else came in meanwhile.
      if (opened?.line !== line) return
      if (wishes.length === 0 || rooms.has(roomId) || couriers.has(roomId)) continue
      couriers.set(roomId, createOutbox({ roomId, line, shelf, ...SILENT }))
    }
  }, ignore)
  function stop(): void {
    for (const room of rooms.values()) room.stop?.()
    for (const courier of couriers.values()) courier.close()
    rooms.clear()
    couriers.clear()
    line.socket.off('connect', onConnect)
    stopReporting()
    letGo()
  }
  return { line, stop }
}

function ignore(): void {}

/** A room that is not on the screen shows nothing of what goes out for it. */
const SILENT = { write: ignore, onPosted: ignore, onChanged: ignore, onHeld: ignore, onReason: ignore }
