// From the embedded store to Postgres, once: every row, with its revs, so that clients go on where they were.
import { requireCurrent } from '../db/migrate'
import type { DatabaseAddress } from '../db/open'
import { claimSqlite } from '../db/sqlite-claimed'
import { fillPostgres } from './fill-postgres'
import type { Manifest } from './tally'

/**
 * Leaves the embedded store as it is.
 * @throws Error with a sentence where a server runs on either side, where Postgres is not empty, or the two differ
 */
export async function moveToPostgres(file: string, to: DatabaseAddress): Promise<Manifest> {
  const source = claimSqlite(file)
  try {
    await requireCurrent({ read: source.read, dialect: 'sqlite' })
    return await fillPostgres(source.read, to, { force: false })
  } finally {
    await source.close()
  }
}
