// Rows of an embedded store into Postgres, in one transaction.
import { sql } from 'kysely'
import type { Database, Db, Trx } from '../db/database'
import { migrate } from '../db/migrate'
import type { DatabaseAddress } from '../db/open'
import { copyTables } from './copy-tables'
import { nameOf, openStore } from './open-store'
import { TABLES } from './tables'
import type { Manifest } from './tally'

type Filling = {
  /** Replaces what is there. */
  force: boolean
  /** Runs last in the same transaction. */
  lastly?: (trx: Trx) => Promise<void>
}

/**
 * Makes the tables, copies all rows of `from`, which must be one moment, and compares them.
 * @throws Error with a sentence while others are connected, or where people are in it already and `force` is not set
 */
export async function fillPostgres(from: Db, to: DatabaseAddress, { force, lastly }: Filling): Promise<Manifest> {
  const target = openStore(to)
  try {
    await requireAlone(target, to)
    await migrate(target)
    return await target.transact(async (trx) => {
      const someone = await trx.selectFrom('users').select('id').limit(1).executeTakeFirst()
      if (someone && !force) throw new Error(`${nameOf(to)} is not empty. To replace what is in it, say --force.`)
      await sql`truncate ${sql.join(TABLES.map((table) => sql.table(table)))} cascade`.execute(trx)
      const manifest = await copyTables(from, { trx, dialect: 'postgres' })
      await lastly?.(trx)
      return manifest
    })
  } finally {
    await target.close()
  }
}

/**
 * Asked as the very first, while this pool has one connection. A running server always has one.
 * @throws Error with a sentence
 */
export async function requireAlone({ read }: Database, at: DatabaseAddress): Promise<void> {
  const { rows } = await sql<{ others: number }>`select count(*) as others from pg_stat_activity
    where datname = current_database() and usename = current_user
    and backend_type = 'client backend' and pid <> pg_backend_pid()`.execute(read)
  const others = rows[0]?.others ?? 0
  if (others > 0)
    throw new Error(`${nameOf(at)} is in use by ${others} other connection(s). Stop Parley on every node first.`)
}
