// People for the tests of the domain: guests, rooms and the members in them, made by the house's own functions.
import type { Database } from '../db/database'
import type { LogChange, LogPlace, Outcome, Post } from '../domain/log-change'
import { type Applied, writeLog } from '../domain/log-writer'
import { joinRoom } from '../domain/members'
import { createRoom, findRoomForMember, type MemberRoom, type OpenRoom } from '../domain/rooms'
import { createGuest } from '../domain/users'
import { createClientMessageId, type RoomId, type UserId } from '../shared/ids'
import { parseUsername, type Username } from '../shared/names'
import type { RefusalCode } from '../shared/refusal'
import { createRandom } from './random'

export type Guest = { userId: UserId; name: Username }
export type People = ReturnType<typeof createPeople>

const NAMES = ['Ada', 'Bo', 'Chloé', 'Дмитрий', 'Eve', '小林', 'Grace', 'Hedy', 'İpek', 'Júlia', 'Karl', 'नीरज']
/** A day long ago, so that no test leans on today. */
export const EPOCH = Date.UTC(2024, 0, 15, 12)
export const HOUR = 3_600_000

/** @throws Error when the text is not a name */
export function username(text: string): Username {
  const parsed = parseUsername(text)
  if (!parsed.ok) throw new Error(`"${text}" is not a name: ${parsed.problem}`)
  return parsed.name
}

/** One set of people and their rooms in a database. `time.now` is their clock, milliseconds; tests move it. */
export function createPeople(database: Database, seed = 1) {
  const random = createRandom(seed)
  const time = { now: EPOCH }
  let met = 0

  /** A new guest, by a name of their own where none is given. */
  async function guest(name?: string): Promise<Guest> {
    met += 1
    const chosen = username(name ?? `${random.pick(NAMES)} ${met}`)
    const userId = await database.transact((trx) => createGuest(trx, { name: chosen, now: time.now }))
    return { userId, name: chosen }
  }

  /** @throws Refusal `name_taken` */
  function join(roomId: RoomId, { userId, name }: Guest, under: string = name): Promise<{ isNew: boolean }> {
    const joining = { roomId, userId, name: username(under), now: time.now, nameHeldMs: 24 * HOUR }
    return database.transact((trx) => joinRoom(trx, { ...joining, role: 'member' }))
  }

  /** A new room with these people in it. */
  async function room(...members: readonly Guest[]): Promise<OpenRoom> {
    const made = await database.transact((trx) => createRoom(trx, { now: time.now }))
    for (const member of members) await join(made.id, member)
    return made
  }

  /** Writes to the log in one transaction, in this order. */
  function write(...changes: readonly LogChange[]): Promise<Applied> {
    return database.transact((trx) => writeLog(trx, changes, { dialect: database.dialect, now: time.now }))
  }

  /** Posts in one transaction, in this order. @throws Refusal the first one */
  async function post(roomId: RoomId, by: Guest, ...bodies: readonly string[]): Promise<LogPlace[]> {
    const { outcomes } = await write(...bodies.map((body) => newPost(roomId, by, body)))
    return outcomes.map(placeOf)
  }

  /** @throws Error when the guest is not in the room */
  async function see(roomId: RoomId, { userId }: Pick<Guest, 'userId'>): Promise<MemberRoom> {
    const found = await findRoomForMember(database.read, userId, { roomId })
    if (!found) throw new Error('The guest is not in the room.')
    return found
  }

  return { database, random, time, guest, join, room, write, post, see }
}

export function newPost(roomId: RoomId, { userId }: Guest, body: string): Post {
  return { kind: 'post', roomId, userId, clientMessageId: createClientMessageId(), body }
}

/** @throws Refusal the outcome's own */
export function placeOf(outcome: Outcome | undefined): LogPlace {
  if (!outcome) throw new Error('There is no outcome.')
  if (!outcome.ok) throw outcome.refusal
  return outcome.place
}

/** What became of each change: its rev, or the code of its refusal. */
export function tell(outcomes: readonly Outcome[]): (number | RefusalCode)[] {
  return outcomes.map((outcome) => (outcome.ok ? outcome.place.rev : outcome.refusal.code))
}
