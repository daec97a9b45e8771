// One tab: the browser's own client on a real connection, every state of it written down.
import { io as dial, type Socket } from 'socket.io-client'
import type { RoomState, RoomStore } from '#lib/client/room-state'
import type { Snapshot } from '#lib/client/room-store'
import { findRoomSnapshot } from '#lib/domain/room-snapshot'
import type { Message } from '#lib/shared/model'
import type { CommandName, Payload } from '#lib/shared/protocol'
import type { Host, Person } from '#lib/testing/client'
import { hashText } from '../oracle/history'
import { type Browser, createPage } from './browser'
import type { ClientBundle } from './client-parts'
import { itemOf, type Recorder } from './recorder'
import { tapWire } from './wire-tap'

export type Tab = {
  client: string
  person: Person
  room: RoomStore
  socket(): Socket
  /** Writes a message; it goes out by itself. */
  write(body: string): void
  /** Asks for a change of a message directly, without the outbox. */
  ask<N extends CommandName>(name: N, payload: Payload<N>): Promise<boolean>
  /** The network came back: what a browser says then. */
  online(): void
  isHidden(hidden: boolean): void
  /** The page is closed on purpose. */
  close(): void
}

export type TabParts = {
  host: Host
  bundle: ClientBundle
  recorder: Recorder
  person: Person
  browser: Browser
  client: string
  /** Where it connects to, if not where the host is. */
  origin?: string
  node?: () => string
  /** How wrong its clock is, milliseconds. */
  clockOffMs?: number
  chance: () => number
}

/** Opens the room the person is in, from the page's snapshot on. */
export async function openTab(parts: TabParts): Promise<Tab> {
  const { host, person, browser, client, recorder } = parts
  const { origin = host.origin, node = () => '', clockOffMs = 0 } = parts
  const found = await findRoomSnapshot(host.services.database, person.userId, { roomId: person.roomId })
  if (!found) throw new Error(`${client}: the person is not in the room.`)
  const who = { client, member: person.userId, room: person.roomId, node }
  let socket: Socket | undefined
  const page = createPage(origin)
  const modules = parts.bundle.open({
    ...{ browser, page, chance: parts.chance },
    now: () => Date.now() + clockOffMs,
    io(options) {
      const extraHeaders = { Origin: origin, Cookie: person.cookie }
      socket = dial(origin, { ...options, forceNew: true, extraHeaders })
      tapWire(socket, who, recorder)
      return socket
    },
  })
  noteSnapshot(parts, who, found)
  const room = modules.createRoomStore(found)
  const stopNoting = noteScreens(room, who, recorder)
  const [line, letGo] = modules.holdLine(person.userId)
  const stops = [room.start(), modules.reportVisibility(line), letGo]
  let isOpen = true
  return {
    client,
    person,
    room,
    socket: () => socket ?? line.socket,
    write(body) {
      const known = new Set(room.getState().outbox.map(({ clientMessageId }) => clientMessageId))
      room.send(body)
      const made = room.getState().outbox.find(({ clientMessageId }) => !known.has(clientMessageId))
      if (!made) throw new Error('a message that was written is not on its way')
      recorder.note({ ...baseOf(who, recorder), op: 'send', key: made.clientMessageId, hash: hashText(body) })
    },
    ask: async (name, payload) => (await line.ask(name, payload)).ok,
    online: () => void page.window.dispatchEvent(new Event('online')),
    isHidden(hidden) {
      page.document.visibilityState = hidden ? 'hidden' : 'visible'
      page.document.dispatchEvent(new Event('visibilitychange'))
    },
    close() {
      if (!isOpen) return
      isOpen = false
      recorder.note({ ...baseOf(who, recorder), op: 'close' })
      stopNoting()
      page.window.dispatchEvent(new Event('pagehide'))
      for (const stop of stops) stop()
      line.socket.disconnect()
    },
  }
}

type Who = { client: string; member: string; room: string; node(): string }

function baseOf({ client, member, room, node }: Who, recorder: Recorder) {
  return { t: recorder.now(), client, member, room, node: node() }
}

/** The page came with its newest messages in it. */
function noteSnapshot({ recorder }: TabParts, who: Who, { entered: { advance } }: Snapshot): void {
  const items = advance.messages.map(itemOf)
  recorder.note({ ...baseOf(who, recorder), op: 'reset', items, cursor: advance.upto })
}

/** Writes down what changed on the screen, each time something does. */
function noteScreens(room: RoomStore, who: Who, recorder: Recorder): () => void {
  let before: readonly Message[] = []
  let told = ''
  const look = (): void => {
    const { timeline, outbox, connection } = room.getState()
    const { at, cut, came } = differenceOf(before, timeline.messages)
    before = timeline.messages
    const waiting = outbox.map(({ clientMessageId }) => clientMessageId)
    const isConnected = connection.kind === 'connected'
    const state = {
      cursor: timeline.cursor,
      floor: timeline.reachedStart ? 0 : timeline.floorSeq,
      isConnected,
      waiting,
    }
    const now = JSON.stringify(state)
    if (cut === 0 && came.length === 0 && now === told) return
    told = now
    recorder.note({ ...baseOf(who, recorder), op: 'render', at, cut, items: came.map(itemOf), ...state })
  }
  look()
  return room.subscribe(look)
}

/** Messages keep their object while they stay the same, so that comparing them is cheap. */
function differenceOf(before: readonly Message[], now: readonly Message[]) {
  if (before === now) return { at: 0, cut: 0, came: [] }
  const shorter = Math.min(before.length, now.length)
  let at = 0
  while (at < shorter && before[at] === now[at]) at += 1
  let same = 0
  while (same < shorter - at && before[before.length - 1 - same] === now[now.length - 1 - same]) same += 1
  return { at, cut: before.length - at - same, came: now.slice(at, now.length - same) }
}

/** A tab that shows all it can of the log and has nothing left to send. */
export function isAtRest({ timeline, outbox, changes, connection }: RoomState, head: number): boolean {
  return connection.kind === 'connected' && timeline.cursor === head && outbox.length === 0 && changes.length === 0
}
