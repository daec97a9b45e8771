// Everything a database holds, for asking whether something was written.
import type { Database } from '../db/database'
import type { Schema } from '../db/schema'

const TABLES: readonly (keyof Schema)[] = [
  'users',
  'sessions',
  'rooms',
  'members',
  'messages',
  'reactions',
  'invites',
  'silences',
]

/** Every row of every table, the times at which people were last seen left out: a connection alone moves those. */
export async function allRows({ read }: Pick<Database, 'read'>): Promise<Record<string, unknown[]>> {
  const rows: Record<string, unknown[]> = {}
  for (const table of TABLES) {
    const found: object[] = await read.selectFrom(table).selectAll().execute()
    rows[table] = found.map((row) => ({ ...row, last_seen_at: undefined }))
  }
  return rows
}
