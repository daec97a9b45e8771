// The open database as the rest of the house holds it.
import type { Kysely, Transaction } from 'kysely'
import type { Schema } from './schema'

export type Dialect = 'sqlite' | 'postgres'

/** What domain functions take first: the database, or a transaction opened at the edge. */
export type Db = Kysely<Schema>
export type Trx = Transaction<Schema>

/**
 * Whatever is asked here throws the refusal `retry`, with the fault as its cause, when the database is away, too busy or
 * does not answer in time, and `storage_full` when it has no room left. After a `retry` at the end of a transaction it
 * is unknown whether that was committed.
 */
export type Database = {
  readonly dialect: Dialect
  /** For single reads outside a transaction. Never waits behind a write. */
  readonly read: Db
  /** For the migrator and single statements. Everybody else writes through `transact`. */
  readonly write: Db
  /** Runs reads that must agree with each other on one snapshot of the database (PROTOCOL rules L6, R4). */
  snapshot<T>(run: (trx: Trx) => Promise<T>): Promise<T>
  /**
   * Runs writes in one transaction: `BEGIN IMMEDIATE` or READ COMMITTED. While another process holds SQLite's write
   * lock it tries again for up to 5 s without blocking the event loop.
   * `run` may be called more than once and must have no effect but on the transaction.
   */
  transact<T>(run: (trx: Trx) => Promise<T>): Promise<T>
  /** Answers when a trivial read does; rejects when the database is away. */
  ping(): Promise<void>
  /** @throws Error with a sentence where the store is too old or not set to keep what was acknowledged */
  assertFit(): Promise<void>
  close(): Promise<void>
}
