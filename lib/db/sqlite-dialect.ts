// SQLite as Kysely drives it, in the ways of this house.
import type SqliteDatabase from 'better-sqlite3'
import {
  CompiledQuery,
  type DatabaseConnection,
  type QueryResult,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  type SqliteStatement,
  type TransactionSettings,
} from 'kysely'
import { refusalFor } from './faults'

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

  override async acquireConnection(): Promise<DatabaseConnection> {
    return guard(await super.acquireConnection())
  }

  override async beginTransaction(connection: DatabaseConnection, _settings?: TransactionSettings): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(this.#begin))
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // SQLite undoes a transaction itself when the disk is full; undoing it again would fail and hide why.
    if (this.#database.isInTransaction) await super.rollbackTransaction(connection)
  }
}

/** Tells faults that pass as refusals, with the fault as their cause. */
function guard(connection: DatabaseConnection): DatabaseConnection {
  return {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      try {
        return await connection.executeQuery(query)
      } catch (fault) {
        throw refusalFor(fault) ?? fault
      }
    },
    streamQuery: (query) => connection.streamQuery(query),
  }
}

class SqliteInTransaction extends SqliteAdapter {
  // SQLite can undo a CREATE TABLE; Kysely assumes the least of its databases.
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

export class HouseDialect extends SqliteDialect {
  readonly #database: PreparingDatabase
  readonly #begin: Begin

  constructor(connection: Connection, begin: Begin) {
    const database = new PreparingDatabase(connection)
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

/** Runs once for each list among the values, if they are lists: no value that SQLite takes is one. */
class RowwiseStatement implements SqliteStatement {
  readonly #statement: SqliteStatement
  readonly reader: boolean

  constructor(statement: SqliteStatement) {
    this.#statement = statement
    this.reader = statement.reader
  }

  all(values: readonly unknown[]): unknown[] {
    if (!isRows(values)) return this.#statement.all(values)
    return values.flatMap((row) => this.#statement.all(row))
  }

  run(values: readonly unknown[]): ReturnType<SqliteStatement['run']> {
    if (!isRows(values)) return this.#statement.run(values)
    let last: ReturnType<SqliteStatement['run']> = { changes: 0, lastInsertRowid: 0 }
    for (const row of values) last = this.#statement.run(row)
    return last
  }

  iterate(values: readonly unknown[]): IterableIterator<unknown> {
    return this.#statement.iterate(values)
  }
}

function isRows(values: readonly unknown[]): values is readonly unknown[][] {
  return Array.isArray(values[0])
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
    const statement = new RowwiseStatement(this.#connection.prepare(sql))
    for (const oldest of this.#statements.keys()) {
      if (this.#statements.size < PreparingDatabase.#kept) break
      this.#statements.delete(oldest)
    }
    this.#statements.set(sql, statement)
    return statement
  }

  close(): void {
    this.#statements.clear()
    this.#connection.close()
  }
}
