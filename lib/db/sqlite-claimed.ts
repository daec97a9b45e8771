// An embedded store that nobody else may use meanwhile: for what must not happen beside a server.
import SqliteDatabase from 'better-sqlite3'
import { Kysely } from 'kysely'
import type { Db } from './database'
import { isBusy, tellDamage } from './faults'
import type { Schema } from './schema'
import { HouseDialect } from './sqlite-dialect'
import { requireMade } from './sqlite-file'

export type ClaimedSqlite = { readonly read: Db; close(): Promise<void> }

/**
 * Holds the file alone, by SQLite's own lock, which ends with this process however that ends.
 * @throws Error with a sentence where there is no database, or while a server or another tool has it open
 */
export function claimSqlite(file: string): ClaimedSqlite {
  requireMade(file)
  const connection = new SqliteDatabase(file, { fileMustExist: true, timeout: 200 })
  try {
    connection.pragma('locking_mode = EXCLUSIVE')
    connection.exec('begin immediate')
    connection.exec('commit')
  } catch (cause) {
    connection.close()
    if (!isBusy(cause)) throw tellDamage(`The database ${file}`, cause)
    throw new Error(`The database ${file} is in use. Stop Parley first.`, { cause })
  }
  const read = new Kysely<Schema>({ dialect: new HouseDialect(connection, 'begin deferred') })
  return {
    read,
    async close() {
      await read.destroy()
      connection.close()
    },
  }
}
