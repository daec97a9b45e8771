// The embedded store: one file, one writing and one reading connection.
import SqliteDatabase from 'better-sqlite3'
import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  type SqliteStatement,
  type TransactionSettings,
} from 'kysely'
import type { Db } from './database'
import type { Schema } from './schema'

type Connection = InstanceType<typeof SqliteDatabase>

/** A write takes the lock at once: a deferred one would fail at its first write without waiting its turn. */
type Begin = 'begin immediate' | 'begin deferred'

class BeginningDriver extends SqliteDriver {
  readonly #database: PreparingDatabase
  readonly #begin: Begin

  constructor(database: PreparingDatabase, begin: Begin) {
    super({ database })
    this.#database = database
    this.#begin = begin
  }

  override async beginTransaction(connection: DatabaseConnection, _settings?: TransactionSettings): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(this.#begin))
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // SQLite undoes a transaction itself when the disk is full; undoing it again would fail and hide why.
    if (this.#database.isInTransaction) await super.rollbackTransaction(connection)
  }
}

class SqliteInTransaction extends SqliteAdapter {
  // SQLite can undo a CREATE TABLE; Kysely assumes the least of its databases.
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

class HouseDialect extends SqliteDialect {
  readonly #database: PreparingDatabase
  readonly #begin: Begin

  constructor(database: PreparingDatabase, begin: Begin) {
    super({ database })
    this.#database = database
    this.#begin = begin
  }

  override createDriver(): SqliteDriver {
    return new BeginningDriver(this.#database, this.#begin)
  }

  override createAdapter(): SqliteAdapter {
    return new SqliteInTransaction()
  }
}

/** Keeps prepared statements: Kysely prepares anew for every query, which costs more than many of the queries. */
class PreparingDatabase {
  readonly #connection: Connection
  readonly #statements = new Map<string, SqliteStatement>()
  static readonly #kept = 300

  constructor(connection: Connection) {
    this.#connection = connection
  }

  get isInTransaction(): boolean {
    return this.#connection.inTransaction
  }

  prepare(sql: string): SqliteStatement {
    const known = this.#statements.get(sql)
    if (known) return known
    const statement: SqliteStatement = this.#connection.prepare(sql)
    if (this.#statements.size >= PreparingDatabase.#kept) {
      const [oldest] = this.#statements.keys()
      if (oldest !== undefined) this.#statements.delete(oldest)
    }
    this.#statements.set(sql, statement)
    return statement
  }

  close(): void {
    this.#statements.clear()
    this.#connection.close()
  }
}

export type SqlitePair = { read: Db; write: Db; close(): Promise<void> }

/**
 * Opens the file, making it when there is none.
 * @throws Error with a sentence when the file is damaged or a setting that keeps acknowledged messages did not take.
 */
export function openSqlite(file: string): SqlitePair {
  const writing = connect(file)
  const reading = connect(file)
  const write = new Kysely<Schema>({ dialect: new HouseDialect(new PreparingDatabase(writing), 'begin immediate') })
  const read = new Kysely<Schema>({ dialect: new HouseDialect(new PreparingDatabase(reading), 'begin deferred') })
  return {
    read,
    write,
    async close() {
      await read.destroy()
      await write.destroy()
      // Kysely leaves a connection open that it never used, and SQLite tidies its files up after the last one only.
      reading.close()
      writing.close()
    },
  }
}

function connect(file: string): Connection {
  const connection = new SqliteDatabase(file, { timeout: 100 })
  try {
    configure(connection)
    assertSound(connection)
    return connection
  } catch (error) {
    connection.close()
    if (!isDamage(error)) throw error
    throw new Error(`The database ${file} is damaged (${error.message}). Restore it from a backup.`, { cause: error })
  }
}

function configure(connection: Connection): void {
  connection.pragma('journal_mode = WAL')
  // WAL's default, NORMAL, may lose a committed message when the power goes (https://sqlite.org/pragma.html#pragma_synchronous).
  connection.pragma('synchronous = FULL')
  connection.pragma('foreign_keys = ON')
  connection.pragma('trusted_schema = OFF')
  connection.pragma('secure_delete = ON')
  assertSetting(connection, 'journal_mode', 'wal')
  assertSetting(connection, 'synchronous', 2)
  assertSetting(connection, 'foreign_keys', 1)
}

function assertSetting(connection: Connection, pragma: string, expected: string | number): void {
  const actual = connection.pragma(pragma, { simple: true })
  if (actual !== expected)
    throw new Error(`SQLite did not take the setting ${pragma}=${expected}; it reads ${String(actual)}.`)
}

class Damage extends Error {}

/** Reads a bounded part of the file's structure: a damaged file must stop the start, not the first unlucky reader. */
function assertSound(connection: Connection): void {
  const pages = Number(connection.pragma('page_count', { simple: true }))
  if (pages > 50_000) return
  const verdict = connection.pragma('quick_check(1)', { simple: true })
  if (verdict !== 'ok') throw new Damage(String(verdict))
}

function isDamage(error: unknown): error is Error {
  if (error instanceof Damage) return true
  return error instanceof Error && 'code' in error && /^SQLITE_(CORRUPT|NOTADB)/.test(String(error.code))
}

/** True when another process holds the write lock; the same transaction may succeed a moment later. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')
}

/** True when the disk, or the room given to the database, is full. */
export function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['SQLITE_FULL', 'ENOSPC', '53100'].includes(String(error.code))
}
