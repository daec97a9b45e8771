// Sessions are rows: a token only names one, and ending the row ends every token of it at once.
import { createHash } from 'node:crypto'
import type { Db } from '../db/database'
import { createId, type SessionId, type UserId } from '../shared/ids'
import { SERVER_TIMES } from '../shared/server-times'

/** What a token carries, and all it carries. */
export type SessionClaim = { sid: string; ver: number }

/** The person behind a request or a socket. */
export type Viewer = { sessionId: SessionId; userId: UserId; name: string; kind: 'guest' | 'github' }

/** How long between two notes that a session is in use, milliseconds. */
const TOUCH_EVERY = 3_600_000

function rowIdOf(sid: string): SessionId {
  return createHash('sha256').update(sid).digest('base64url') as SessionId
}

export async function openSession(db: Db, userId: UserId, now: number): Promise<SessionClaim> {
  const sid = createId<string>()
  await db
    .insertInto('sessions')
    .values({ id: rowIdOf(sid), user_id: userId, created_at: now, last_seen_at: now })
    .execute()
  return { sid, ver: 1 }
}

/** The viewer of a claim, or nothing when the session was ended, outdated or left alone too long. */
export async function findViewer(db: Db, claim: SessionClaim, now: number): Promise<Viewer | undefined> {
  const [viewer] = await findViewers(db, [claim], now)
  return viewer
}

/** The viewer of each claim, in their order. */
export async function findViewers(
  db: Db,
  claims: readonly SessionClaim[],
  now: number,
): Promise<(Viewer | undefined)[]> {
  const wanted = claims.map(({ sid, ver }) => ({ id: rowIdOf(sid), ver }))
  const rows = await db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select(['sessions.id as sessionId', 'sessions.version', 'sessions.created_at', 'sessions.last_seen_at'])
    .select(['users.id as userId', 'users.name', 'users.kind'])
    .where(
      'sessions.id',
      'in',
      wanted.map(({ id }) => id),
    )
    .execute()
  const found = new Map(rows.map((row) => [row.sessionId, row]))
  return wanted.map(({ id, ver }) => {
    const row = found.get(id)
    if (!row || row.version !== ver) return undefined
    if (now - row.last_seen_at > SERVER_TIMES.sessionIdle || now - row.created_at > SERVER_TIMES.sessionAbsolute)
      return undefined
    return { sessionId: row.sessionId, userId: row.userId, name: row.name, kind: row.kind }
  })
}

/** Notes that sessions are in use, each at most once an hour. */
export async function touchSessions(db: Db, sessionIds: readonly SessionId[], now: number): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ last_seen_at: now })
    .where('id', 'in', sessionIds)
    .where('last_seen_at', '<', now - TOUCH_EVERY)
    .execute()
}

/** Ends one session. `isLast` tells that the person has no other one left that opens anything. */
export async function endSession(db: Db, viewer: Viewer, now: number): Promise<{ isLast: boolean }> {
  await db.deleteFrom('sessions').where('id', '=', viewer.sessionId).execute()
  const other = await db
    .selectFrom('sessions')
    .select('id')
    .where('user_id', '=', viewer.userId)
    .where('last_seen_at', '>=', now - SERVER_TIMES.sessionIdle)
    .where('created_at', '>=', now - SERVER_TIMES.sessionAbsolute)
    .executeTakeFirst()
  return { isLast: other === undefined }
}
