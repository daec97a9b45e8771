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
  const { rows } = await sql<Record<string, string>>`select current_setting('server_version') as version,
    current_setting('server_version_num') as number, current_setting('server_encoding') as encoding,
    current_setting('synchronous_commit') as synchronous_commit, current_setting('fsync') as fsync,
    (select setting from pg_settings where name = 'statement_timeout') as statement_timeout,
    (select setting from pg_settings where name = 'lock_timeout') as lock_timeout,
    (select setting from pg_settings where name = 'idle_in_transaction_session_timeout') as idle_timeout`.execute(db)
  const { version, number, ...settings } = rows[0] ?? {}
  if (Number(number) < OLDEST * 10_000)
    throw new Error(`Postgres ${version} is too old: Parley needs ${OLDEST} or newer.`)
  const expected = {
    encoding: 'UTF8',
    synchronous_commit: 'on',
    fsync: 'on',
    statement_timeout: String(patience.statement),
    lock_timeout: String(patience.lock),
    idle_timeout: String(patience.idle),
  }
  for (const [name, value] of Object.entries(expected)) {
    if (settings[name] === value) continue
    throw new Error(`Postgres did not take the setting ${name}=${value}; it reads ${settings[name]}.`)
  }
}
