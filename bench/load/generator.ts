// A load generator process: plays many members, offers messages at a steady pace whatever the answers do, and counts.
import { setTimeout as delay } from 'node:timers/promises'
import { createRandom } from '#lib/testing/random'
import { createHistogram, note } from './histogram'
import {
  type Answer,
  type Load,
  type Loaded,
  nowMicros,
  type Opened,
  type Order,
  type Returned,
  type Seat,
} from './orders'
import { createRoomScreen, type Room } from './screens'
import { openPlayer, type Player, type Tally } from './seat'

const TICK_MS = 1
/** What is on its way after the last message is waited for until nothing came for so long, but not for ever. */
const SILENT_MS = 300
const PATIENCE_MS = 8_000
const QUIET_PAUSE_MS = 30
const WORDS = 'Shall we meet at the harbour at eight, or is that too early for everybody?'

/** The same draws for every server under test. */
const random = createRandom(1)
const players: Player[] = []
let seats: Seat[] = []
let opening: Extract<Order, { kind: 'open' }> | undefined
const rooms = new Map<string, Room>()
const waiting = new Map<number, number>()
let lastId = 0
let beganAt = 0
let now = createCounts()
let onShown: (() => void) | undefined
let lost = 0

function createCounts() {
  const numbers = { sent: 0, acked: 0, refused: 0, delivered: 0, gaps: 0 }
  return { ...numbers, delivery: createHistogram(), ack: createHistogram(), everyScreen: createHistogram() }
}

const tally: Tally = {
  shown(_, sentAt, from) {
    const at = nowMicros()
    for (let index = from; index < sentAt.length; index++) {
      const sent = sentAt[index] ?? 0
      if (sent < beganAt) continue
      now.delivered += 1
      note(now.delivery, (at - sent) / 1_000)
    }
    onShown?.()
  },
  acked(id, isOk) {
    const sent = waiting.get(id)
    if (sent === undefined) return
    waiting.delete(id)
    if (isOk) now.acked += 1
    else now.refused += 1
    note(now.ack, (nowMicros() - sent) / 1_000)
    onShown?.()
  },
  gap() {
    now.gaps += 1
  },
  lost() {
    lost += 1
  },
}

function say(player: Player): number {
  const at = nowMicros()
  lastId += 1
  if (opening?.subject === 'parley') waiting.set(lastId, at)
  now.sent += 1
  player.send(lastId, `${at} ${WORDS}`)
  return lastId
}

async function open(order: Extract<Order, { kind: 'open' }>): Promise<Opened> {
  opening = order
  const from = seats.length
  seats = [...seats, ...order.seats]
  return occupy(seats.slice(from), order.atOnce, () => undefined)
}

/** Opens connections, so many at once. */
async function occupy(taken: Seat[], atOnce: number, cursorOf: (seat: Seat) => number | undefined): Promise<Opened> {
  if (!opening) throw new Error('Nothing is open.')
  const { subject, enters } = opening
  const [began, cpu] = [performance.now(), process.cpuUsage()]
  let [next, failed] = [0, 0]
  const work = async (): Promise<void> => {
    for (let index = next++; index < taken.length; index = next++) {
      const seat = taken[index]
      if (!seat) return
      const room = rooms.get(seat.roomId) ?? createRoomScreen(seat.roomId)
      rooms.set(seat.roomId, room)
      const options = { subject, seat, room, tally, enters, cursor: cursorOf(seat) ?? -1 }
      const player = await openPlayer(options).catch(() => undefined)
      if (player) players.push(player)
      else failed += 1
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, taken.length) }, work))
  const seconds = (performance.now() - began) / 1_000
  return { seconds, failed, cpuShare: shareSince(cpu, seconds) }
}

function shareSince(before: NodeJS.CpuUsage, seconds: number): number {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6 / seconds
}

async function load(order: Load): Promise<Loaded> {
  now = createCounts()
  waiting.clear()
  lost = 0
  beganAt = order.beganAt
  const [began, cpu] = [performance.now(), process.cpuUsage()]
  await (order.isQuiet ? sendQuietly(order) : sendSteadily(order))
  const seconds = (performance.now() - began) / 1_000
  const cpuShare = shareSince(cpu, seconds)
  if (lost > 0) throw new Error(`${lost} connections were lost.`)
  await silence()
  return { ...now, seconds, cpuShare }
}

/**
 * Open loop: what is due is sent, however late the answers are. Who speaks is drawn: were it everybody in turn, the
 * messages of a room would come at even distances, which they do nowhere.
 */
function sendSteadily({ perSecond, seconds }: Load): Promise<void> {
  const began = performance.now()
  const all = Math.round(perSecond * seconds)
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const due = Math.min(all, ((performance.now() - began) / 1_000) * perSecond)
      while (now.sent < due) say(random.pick(players))
      if (now.sent < all) return
      clearInterval(timer)
      resolve()
    }, TICK_MS)
  })
}

/** Closed loop with a pause: one message, and the next after everybody has it and its sender the answer. */
async function sendQuietly({ seconds }: Load): Promise<void> {
  const until = performance.now() + seconds * 1_000
  for (let turn = 0; performance.now() < until; turn++) {
    const player = players[turn % players.length]
    if (!player) return
    const wanted = now.delivered + players.filter(({ room }) => room === player.room).length
    const sentAt = nowMicros()
    const id = say(player)
    await new Promise<void>((resolve) => {
      let isSeen = false
      onShown = () => {
        if (!isSeen && now.delivered >= wanted) {
          isSeen = true
          note(now.everyScreen, (nowMicros() - sentAt) / 1_000)
        }
        if (isSeen && !waiting.has(id)) resolve()
      }
    })
    onShown = undefined
    await delay(QUIET_PAUSE_MS)
  }
}

async function silence(): Promise<void> {
  const until = performance.now() + PATIENCE_MS
  for (let before = -1; performance.now() < until; ) {
    const count = now.delivered + now.acked + now.refused
    // An answer that is still owed is no silence, but a disk that stands still.
    if (count === before && waiting.size === 0) return
    before = count
    await delay(SILENT_MS)
  }
}

function drop(): void {
  for (const player of players) player.drop()
}

/** Everybody at once, each with the place they had reached. */
async function comeBack(): Promise<Returned> {
  const cursors = new Map(players.map(({ seat, cursor }) => [seat, cursor]))
  players.length = 0
  now = createCounts()
  beganAt = 0
  const { seconds, failed } = await occupy(seats, seats.length, (seat) => cursors.get(seat))
  return { seconds, failed, recovered: now.delivered }
}

async function obey(order: Order): Promise<Answer> {
  switch (order.kind) {
    case 'open':
      return { kind: 'opened', opened: await open(order) }
    case 'load':
      return { kind: 'loaded', loaded: await load(order.load) }
    case 'drop':
      drop()
      return { kind: 'done' }
    case 'return':
      return { kind: 'returned', returned: await comeBack() }
    case 'close':
      drop()
      process.disconnect()
      return { kind: 'done' }
  }
}

// Without its conductor nobody wants what it counts.
process.on('disconnect', () => process.exit(0))
process.on('message', (order: Order) => {
  obey(order)
    .catch((error: unknown): Answer => ({ kind: 'failed', why: String(error) }))
    .then((answer) => process.send?.(answer))
})
