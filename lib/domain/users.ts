// People: who stands behind a session.
import type { Db, Trx } from '../db/database'
import { createId, type UserId } from '../shared/ids'
import type { Username } from '../shared/names'

export async function createGuest(db: Db, guest: { name: Username; now: number }): Promise<UserId> {
  return createUser(db, { kind: 'guest', providerId: null, ...guest })
}

/** The user of a provider's account; the first sign-in makes one, also where two come at once. */
export async function requireSignedIn(
  db: Db,
  account: { providerId: string; name: Username; now: number },
): Promise<UserId> {
  const find = db.selectFrom('users').select('id').where('provider_id', '=', account.providerId)
  const known = await find.executeTakeFirst()
  if (known) return known.id
  await createUser(db, { kind: 'github', ...account })
  return (await find.executeTakeFirstOrThrow()).id
}

async function createUser(
  db: Db,
  user: { kind: 'guest' | 'github'; providerId: string | null; name: Username; now: number },
): Promise<UserId> {
  const id = createId<UserId>()
  await db
    .insertInto('users')
    .values({
      id,
      kind: user.kind,
      provider_id: user.providerId,
      name: user.name,
      created_at: user.now,
      last_seen_at: user.now,
    })
    .onConflict((conflict) => conflict.column('provider_id').doNothing())
    .execute()
  return id
}

/** Remembers the name a person last chose; rooms keep the names they were joined with. */
export async function rememberName(db: Db, userId: UserId, name: Username): Promise<void> {
  await db.updateTable('users').set({ name }).where('id', '=', userId).execute()
}

/** Notes that these people had a connection at `now`: guests not seen for long lose their hold on a name. */
export async function touchUsers(db: Db, userIds: readonly UserId[], now: number): Promise<void> {
  if (userIds.length === 0) return
  await db.updateTable('users').set({ last_seen_at: now }).where('id', 'in', userIds).execute()
}

/**
 * Holds these people's rows until the transaction ends, so that what concerns them follows one after another. In id
 * order, and before any room's lock, or two transactions would wait for each other.
 */
export async function lockUsers(trx: Trx, userIds: readonly UserId[]): Promise<void> {
  for (const id of [...userIds].sort()) {
    await trx
      .updateTable('users')
      .set(({ ref }) => ({ name: ref('name') }))
      .where('id', '=', id)
      .execute()
  }
}
