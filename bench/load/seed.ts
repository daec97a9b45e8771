// Rooms, people, sessions and history for a benchmark, written straight into the database.
import { mintToken, sessionCookieName } from '#lib/auth/token'
import type { Database } from '#lib/db/database'
import { writeLog } from '#lib/domain/log-writer'
import { namedAs } from '#lib/domain/naming'
import { createRoom } from '#lib/domain/rooms'
import { openSession } from '#lib/domain/sessions'
import { createClientMessageId, createId, type RoomId, type UserId } from '#lib/shared/ids'
import { SERVER_SIZES } from '#lib/shared/server-sizes'

export type Guest = { userId: UserId; cookie: string; roomId: RoomId }

type Crowd = { rooms: number; members: number }

const ROWS_AT_ONCE = 200

/** `members` people, spread evenly over `rooms` rooms, each with a session of their own; neighbours sit apart. */
export async function seedCrowd(database: Database, secret: string, { rooms, members }: Crowd): Promise<Guest[]> {
  const now = Date.now()
  return database.transact(async (trx) => {
    const roomIds: RoomId[] = []
    for (let at = 0; at < rooms; at++) roomIds.push((await createRoom(trx, { title: `Room ${at}`, now })).id)
    const guests: Guest[] = []
    for (let from = 0; from < members; from += ROWS_AT_ONCE) {
      const seats = Array.from({ length: Math.min(ROWS_AT_ONCE, members - from) }, (_, at) => ({
        userId: createId<UserId>(),
        name: `Guest ${from + at}`,
        roomId: roomIds[(from + at) % rooms] ?? createId<RoomId>(),
      }))
      await trx
        .insertInto('users')
        .values(
          seats.map(({ userId, name }) => ({
            ...{ id: userId, kind: 'guest' as const, provider_id: null, name },
            ...{ created_at: now, last_seen_at: now },
          })),
        )
        .execute()
      await trx
        .insertInto('members')
        .values(
          seats.map(({ userId, name, roomId }) => ({
            ...{ room_id: roomId, user_id: userId, role: 'member' as const, standing: 'in' as const },
            ...{ joined_at: now, ...namedAs(name) },
          })),
        )
        .execute()
      for (const { userId, roomId } of seats) {
        const token = await mintToken(secret, await openSession(trx, userId, now))
        guests.push({ userId, roomId, cookie: `${sessionCookieName(false)}=${token}` })
      }
    }
    return guests
  })
}

const BODY = 'The tide is out until noon; bring boots, and the list of who has a key to the shed.'

/** Posts `count` messages of one member, through the one write path of the log. */
export async function seedHistory(database: Database, { userId, roomId }: Guest, count: number): Promise<void> {
  const { dialect } = database
  for (let done = 0; done < count; ) {
    const batch = Array.from({ length: Math.min(SERVER_SIZES.commitBatch, count - done) }, (_, at) => ({
      ...{ kind: 'post' as const, roomId, userId, clientMessageId: createClientMessageId() },
      body: `${done + at} ${BODY}`,
    }))
    await database.transact((trx) => writeLog(trx, batch, { dialect, now: Date.now() }))
    done += batch.length
  }
}
