// Whom a person muted or blocked. The other one can tell neither.
import type { Db, Trx } from '../db/database'
import type { UserId } from '../shared/ids'
import { SIZES } from '../shared/limits'
import type { Silence, SilenceKind } from '../shared/model'
import { Refusal } from '../shared/refusal'

export type Silencing = { userId: UserId; otherId: UserId; kind: SilenceKind; on: boolean; now: number }

/**
 * Mutes or blocks someone, or ends it; what is already so stays. The caller holds the person's row.
 * @throws Refusal `not_found` for who never shared a room with them, `invalid` for oneself, `conflict` for too many
 */
export async function setSilence(trx: Trx, { userId, otherId, kind, on, now }: Silencing): Promise<void> {
  if (userId === otherId) throw new Refusal('invalid', { fields: { userId: 'yourself' } })
  if ((await findNames(trx, userId, [otherId])).size === 0) throw new Refusal('not_found')
  if (!on) {
    await trx
      .deleteFrom('silences')
      .where('user_id', '=', userId)
      .where('other_id', '=', otherId)
      .where('kind', '=', kind)
      .execute()
    return
  }
  const kept = await findRows(trx, userId)
  if (kept.some((row) => row.other_id === otherId && row.kind === kind)) return
  if (kept.length >= SIZES.silencesKept) throw new Refusal('conflict', { fields: { userId: 'too_many' } })
  await trx.insertInto('silences').values({ user_id: userId, other_id: otherId, kind, created_at: now }).execute()
}

/** All of a person's silences, the oldest first. */
export async function listSilences(db: Db, userId: UserId): Promise<Silence[]> {
  const rows = await findRows(db, userId)
  const names = await findNames(db, userId, [...new Set(rows.map((row) => row.other_id))])
  return rows.map((row) => ({ userId: row.other_id, name: names.get(row.other_id) ?? '', kind: row.kind }))
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

function findRows(db: Db, userId: UserId) {
  return db
    .selectFrom('silences')
    .select(['other_id', 'kind'])
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .orderBy('other_id')
    .orderBy('kind')
    .execute()
}

/**
 * The names of those with whom a person shares or shared a room, from the room they joined last: what they are called
 * elsewhere is none of this person's business. An invite is between two of one room, so it needs no look of its own.
 */
async function findNames(db: Db, userId: UserId, otherIds: readonly UserId[]): Promise<Map<UserId, string>> {
  if (otherIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('members as own')
    .innerJoin('members as other', 'other.room_id', 'own.room_id')
    .select(['other.user_id', 'other.name'])
    .where('own.user_id', '=', userId)
    .where('other.user_id', 'in', otherIds)
    .orderBy('other.joined_at')
    .execute()
  return new Map(rows.map((row) => [row.user_id, row.name]))
}
