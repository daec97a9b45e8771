// Postgres, for several nodes.
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Db } from './database'
import type { Schema } from './schema'

const BIGINT = 20

/**
 * A pool on `url`. `onIdleError` hears of connections that die while nobody uses them: without a listener the first
 * one ends the process.
 */
export function openPostgres(url: string, onIdleError: (error: Error) => void): Db {
  const types = new pg.TypeOverrides()
  // Counters and milliseconds stay far below 2^53.
  types.setTypeParser(BIGINT, Number)
  const pool = new pg.Pool({
    connectionString: url,
    types,
    max: 10,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 5_000,
    lock_timeout: 3_000,
    idle_in_transaction_session_timeout: 10_000,
    options: '-c synchronous_commit=on',
  })
  pool.on('error', onIdleError)
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
}
