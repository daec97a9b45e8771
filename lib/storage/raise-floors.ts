// After a restore every client starts over: see docs/decisions/0015-restore.md.
import type { Trx } from '../db/database'

/** More changes than a room can have had since the backup; 2^53 has room for millions of such restores. */
export const LEAP = 1_000_000_000

/** Moves every room on to a rev that nobody has seen, and makes it the floor, so that every older cursor is reset. */
export async function raiseFloors(trx: Trx): Promise<void> {
  await trx
    .updateTable('rooms')
    .set(({ eb, ref }) => ({ rev: eb(ref('rev'), '+', LEAP), floor_rev: eb(ref('rev'), '+', LEAP) }))
    .execute()
}
