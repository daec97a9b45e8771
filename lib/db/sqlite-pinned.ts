// One moment of an embedded store, held while its server goes on writing: for copies of it.
import SqliteDatabase from 'better-sqlite3'
import { Kysely } from 'kysely'
import type { Db } from './database'
import { Damage, tellDamage } from './faults'
import type { Schema } from './schema'
import { HouseDialect } from './sqlite-dialect'
import { requireMade } from './sqlite-file'

export type PinnedSqlite = {
  /** Sees that moment only. For single statements. */
  readonly read: Db
  /** Copies that moment into `file`, page by page. */
  copyTo(file: string): Promise<void>
  close(): Promise<void>
}

/** @throws Error with a sentence where there is none */
export function pinSqlite(file: string): PinnedSqlite {
  requireMade(file)
  const connection = new SqliteDatabase(file, { fileMustExist: true, timeout: 5_000 })
  // Without a transaction of its own, every write of the server would begin the copy anew, for ever on a busy one.
  try {
    connection.exec('begin')
    connection.prepare('select count(*) from sqlite_schema').get()
  } catch (error) {
    connection.close()
    throw tellDamage(`The database ${file}`, error)
  }
  const read = new Kysely<Schema>({ dialect: new HouseDialect(connection, 'begin deferred') })
  return {
    read,
    async copyTo(target) {
      await connection.backup(target)
    },
    async close() {
      await read.destroy()
      connection.close()
    },
  }
}

/**
 * Turns a copy into a plain file with nothing beside it, and looks through all of it.
 * @param name what the sentence calls it
 * @throws Error with a sentence when it is damaged
 */
export function finishCopy(file: string, name: string = file): void {
  const connection = new SqliteDatabase(file, { fileMustExist: true })
  try {
    connection.pragma('journal_mode = DELETE')
    const verdict = connection.pragma('integrity_check(1)', { simple: true })
    if (verdict !== 'ok') throw new Damage(String(verdict))
  } catch (error) {
    throw tellDamage(name, error)
  } finally {
    connection.close()
  }
}
