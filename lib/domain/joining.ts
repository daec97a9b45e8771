// Coming in: by code, to the lobby, or by opening a room of one's own.
import type { Database, Trx } from '../db/database'
import type { RoomCode, RoomId, UserId } from '../shared/ids'
import type { Limits } from '../shared/limits'
import type { Username } from '../shared/names'
import { Refusal } from '../shared/refusal'
import { findRoomByGuess } from './codes'
import { joinRoom } from './members'
import { offeringAnother } from './naming'
import type { RateLimits } from './rate-limit'
import { createRoom, findRoomByCode, findRoomForMember, type OpenRoom } from './rooms'
import { openSession, type SessionClaim, type Viewer } from './sessions'
import { createGuest, rememberName, touchUsers } from './users'

type Parts = { database: Database; rates: RateLimits; limits: Limits }

/** Who comes: with a session the person behind it, without one a new guest. */
type Comer = { viewer: Viewer | undefined; name: Username; address: string; now: number }

/** `claim` is set where a session was opened for a new guest: the caller hands it to the browser. */
export type Joined = { code: RoomCode; roomId: RoomId; userId: UserId; claim?: SessionClaim }

/** @throws Refusal `not_found` for a code that opens nothing, `name_taken`, `name_lookalike`, `rate_limited` */
export async function joinByCode(parts: Parts, comer: Comer, code: RoomCode): Promise<Joined> {
  const { database, rates } = parts
  await rates.chargeJoin(comer.address)
  const room =
    (await findOwnRoom(parts, comer, code)) ?? (await findRoomByGuess(database.read, rates, { code, ...comer }))
  if (!room) throw new Refusal('not_found', { fields: { code: 'not_found' } })
  const joined = await offeringAnother(database.read, { roomId: room.id, name: comer.name }, () =>
    database.transact(async (trx) => {
      const identity = await identify(trx, comer)
      const { isNew } = await seat(parts, trx, comer, identity.userId, room, 'member')
      await requireStillOpen(trx, room)
      return { ...identity, isNew }
    }),
  )
  if (joined.isNew) await rates.forgiveWrongCodes(comer.address)
  return answer(room, joined)
}

/** @throws Refusal `rate_limited` */
export async function openRoom(parts: Parts, comer: Comer, title: string | undefined): Promise<Joined> {
  await parts.rates.chargeRoom(comer.address)
  return parts.database.transact(async (trx) => {
    const identity = await identify(trx, comer)
    const room = await createRoom(trx, { now: comer.now, ...(title === undefined ? {} : { title }) })
    await seat(parts, trx, comer, identity.userId, room, 'host')
    return answer(room, identity)
  })
}

/** Members are never held up by the budgets that guessers spend. */
async function findOwnRoom({ database }: Parts, { viewer }: Comer, code: RoomCode) {
  if (!viewer) return undefined
  const found = await findRoomForMember(database.read, viewer.userId, { code })
  return found && found.room.kind !== 'private' ? found.room : undefined
}

async function identify(trx: Trx, { viewer, name, now }: Comer): Promise<{ userId: UserId; claim?: SessionClaim }> {
  if (viewer) {
    await rememberName(trx, viewer.userId, name)
    // Seen now, though no connection is open yet: after days away the new name would be anybody's at once.
    await touchUsers(trx, [viewer.userId], now)
    return { userId: viewer.userId }
  }
  const userId = await createGuest(trx, { name, now })
  return { userId, claim: await openSession(trx, userId, now) }
}

function seat(
  { limits }: Parts,
  trx: Trx,
  { name, now }: Comer,
  userId: UserId,
  room: OpenRoom,
  role: 'host' | 'member',
): Promise<{ isNew: boolean }> {
  const nameHeldMs = limits.nameHeldHours * 3_600_000
  return joinRoom(trx, { roomId: room.id, userId, name, role, now, nameHeldMs })
}

/** Asked under the room's lock: between the lookup and the seat its host may have changed the code. */
async function requireStillOpen(trx: Trx, { id, code }: OpenRoom): Promise<void> {
  const opened = await findRoomByCode(trx, code)
  if (opened?.id !== id) throw new Refusal('not_found', { fields: { code: 'not_found' } })
}

function answer(room: OpenRoom, { userId, claim }: { userId: UserId; claim?: SessionClaim }): Joined {
  return { code: room.code, roomId: room.id, userId, ...(claim === undefined ? {} : { claim }) }
}
