// Whom a person muted or blocked. The other one can tell neither.
import type { Db, Trx } from '../db/database'
import type { UserId } from '../shared/ids'
import type { Silence, SilenceKind } from '../shared/model'
import { Refusal } from '../shared/refusal'
import { SERVER_SIZES } from '../shared/server-sizes'

export type Silencing = { userId: UserId; otherId: UserId; kind: SilenceKind; on: boolean; now: number }

/**
 * Mutes or blocks someone, or ends it; what is already so stays. The caller holds the person's row.
 * @throws Refusal `not_found` for who never shared a room with them, `invalid` for oneself, `conflict` for too many
 */
export async function setSilence(trx: Trx, { userId, otherId, kind, on, now }: Silencing): Promise<void> {
  if (userId === otherId) throw new Refusal('invalid', { fields: { userId: 'yourself' } })
  if (!(await haveMet(trx, userId, otherId))) throw new Refusal('not_found')
  if (!on) {
    await trx
      .deleteFrom('silences')
      .where('user_id', '=', userId)
      .where('other_id', '=', otherId)
      .where('kind', '=', kind)
      .execute()
    return
  }
  const kept = await findKept(trx, userId)
  if (kept.some((row) => row.other_id === otherId && row.kind === kind)) return
  if (kept.length >= SERVER_SIZES.silencesKept) throw new Refusal('conflict', { fields: { userId: 'too_many' } })
  await trx.insertInto('silences').values({ user_id: userId, other_id: otherId, kind, created_at: now }).execute()
}

/**
 * All of a person's silences, the oldest first. Names are from the rooms that the two share or shared, the one joined
 * last: what somebody is called elsewhere is none of this person's business.
 */
export async function listSilences(db: Db, userId: UserId): Promise<Silence[]> {
  const rows = await db
    .selectFrom('silences')
    .innerJoin('members as own', 'own.user_id', 'silences.user_id')
    .innerJoin('members as other', (join) =>
      join.onRef('other.room_id', '=', 'own.room_id').onRef('other.user_id', '=', 'silences.other_id'),
    )
    .select(['silences.other_id', 'silences.kind', 'other.name'])
    .where('silences.user_id', '=', userId)
    .orderBy('silences.created_at')
    .orderBy('silences.other_id')
    .orderBy('silences.kind')
    .orderBy('other.joined_at')
    .execute()
  // One for each room they met in: the last takes the place of those before.
  const listed = rows.map(({ other_id, kind, name }): [string, Silence] => [
    `${other_id}/${kind}`,
    { userId: other_id, name, kind },
  ])
  return [...new Map(listed).values()]
}

export async function isBlocked(db: Db, { by, userId }: { by: UserId; userId: UserId }): Promise<boolean> {
  const row = await db
    .selectFrom('silences')
    .select('kind')
    .where('user_id', '=', by)
    .where('other_id', '=', userId)
    .where('kind', '=', 'block')
    .executeTakeFirst()
  return row !== undefined
}

function findKept(db: Db, userId: UserId) {
  return db.selectFrom('silences').select(['other_id', 'kind']).where('user_id', '=', userId).execute()
}

/** Whether two share or shared a room. An invite is between two of one room, so it needs no look of its own. */
async function haveMet(db: Db, userId: UserId, otherId: UserId): Promise<boolean> {
  const row = await db
    .selectFrom('members as own')
    .innerJoin('members as other', 'other.room_id', 'own.room_id')
    .select('other.user_id')
    .where('own.user_id', '=', userId)
    .where('other.user_id', '=', otherId)
    .executeTakeFirst()
  return row !== undefined
}
