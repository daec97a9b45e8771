// On SQLite a message's words follow its commit by a moment, many messages at once: put into the index one by one, they
// cost more than the messages. Whoever searches first has what waits indexed, so nobody can tell.
import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Database, Db, Trx } from '../db/database'
import { type InRow, indexRows } from './search-index'

/** One lot takes some five milliseconds, in which nobody else has a turn. */
const AT_ONCE = 200

type Pace = {
  /** Others have so many times as long between two lots as one took. */
  rest: number
  /** Asked between two lots. */
  goesOn(): boolean
}

/** Whoever searches waits for the last lot. */
const FOR_SEARCH: Pace = { rest: 1, goesOn: () => true }

/**
 * Indexes every message that was committed before the call.
 * @throws Refusal `retry` or `storage_full`
 */
export async function indexWaiting({ dialect, read, transact }: Database, pace = FOR_SEARCH): Promise<void> {
  if (dialect === 'postgres' || !(await hasWaiting(read))) return
  for (;;) {
    const begunAt = performance.now()
    if ((await transact(indexSome)) < AT_ONCE) return
    await delay((performance.now() - begunAt) * pace.rest)
    if (!pace.goesOn()) return
  }
}

async function hasWaiting(read: Db): Promise<boolean> {
  const { rows } = await sql`select row from messages where row > (select row from message_words_upto) limit 1`.execute(
    read,
  )
  return rows.length > 0
}

/** How many were looked at; the deleted among them have no words. */
async function indexSome(trx: Trx): Promise<number> {
  const { rows } = await sql<InRow & { deleted_at: number | null }>`select row, room_id, body, deleted_at from messages
    where row > (select row from message_words_upto) order by row limit ${AT_ONCE}`.execute(trx)
  const last = rows.at(-1)
  if (!last) return 0
  const living = rows.filter(({ deleted_at }) => deleted_at === null)
  if (living.length > 0) await indexRows(trx, living)
  await sql`update message_words_upto set row = ${last.row}`.execute(trx)
  return rows.length
}
