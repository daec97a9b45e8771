// Postgres, for several nodes.
import { Kysely, PostgresDialect, sql } from 'kysely'
import type { Db } from './database'
import { openPool, type Patience } from './postgres-pool'
import type { Schema } from './schema'

const OLDEST = 15

export function openPostgres(url: string, patience: Patience, onFault: (fault: Error) => void): Db {
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool: openPool({ url, patience, onFault }) }) })
}

/**
 * Asks the server what a connection of ours really has: a role, a proxy or the address may have set it otherwise.
 * @throws Error with a sentence where the server is too old, or where "sent" would not mean "stored"
 */
export async function assertFit(db: Db, patience: Patience): Promise<void> {
  const settings: Record<string, string> = {
    server_encoding: 'UTF8',
    synchronous_commit: 'on',
    fsync: 'on',
    statement_timeout: String(patience.statement),
    lock_timeout: String(patience.lock),
    idle_in_transaction_session_timeout: String(patience.idle),
  }
  const { rows } = await sql<{ name: string; setting: string }>`select name, setting from pg_settings
    where name in (${sql.join(['server_version', 'server_version_num', ...Object.keys(settings)])})`.execute(db)
  const actual = new Map(rows.map(({ name, setting }) => [name, setting]))
  if (Number(actual.get('server_version_num')) < OLDEST * 10_000)
    throw new Error(`Postgres ${actual.get('server_version')} is too old: Parley needs ${OLDEST} or newer.`)
  for (const [name, value] of Object.entries(settings)) {
    if (actual.get(name) !== value)
      throw new Error(`Postgres did not take the setting ${name}=${value}; it reads ${actual.get(name)}.`)
  }
}
