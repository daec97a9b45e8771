// The embedded store: one file, one writing and one reading connection.
import SqliteDatabase from 'better-sqlite3'
import { Kysely } from 'kysely'
import type { Db } from './database'
import { Damage, isBusy, tellDamage } from './faults'
import type { Schema } from './schema'
import { HouseDialect } from './sqlite-dialect'
import { noteFile, requireFile } from './sqlite-file'

/** Sixteen megabytes of the write-ahead log. */
const CHECKPOINT_PAGES = 4_000
const CACHE_KIBIBYTES = 16_384

type Connection = InstanceType<typeof SqliteDatabase>

export type SqlitePair = { read: Db; write: Db; close(): Promise<void> }

/**
 * Opens the file, making it when there is none.
 * @throws Error with a sentence when the file is damaged, or gone where there was one, or when a setting that keeps
 * acknowledged messages did not take.
 */
export function openSqlite(file: string): SqlitePair {
  requireFile(file)
  const writing = connect(file)
  noteFile(file)
  const reading = connect(file)
  const write = new Kysely<Schema>({ dialect: new HouseDialect(writing, 'begin immediate') })
  const read = new Kysely<Schema>({ dialect: new HouseDialect(reading, 'begin deferred') })
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
    throw tellDamage(`The database ${file}`, error, ' Restore it from a backup.')
  }
}

/** Sets what keeps acknowledged messages, and reads it back. */
export function configure(connection: Connection): void {
  writeAhead(connection)
  // WAL's default, NORMAL, may lose a committed message when the power goes (https://sqlite.org/pragma.html#pragma_synchronous).
  connection.pragma('synchronous = FULL')
  connection.pragma('foreign_keys = ON')
  connection.pragma('trusted_schema = OFF')
  connection.pragma('secure_delete = ON')
  // A busy server writes the same pages of its indexes again and again. Put back four times as rarely, each is put back
  // for four times as many commits; and two megabytes of cache (the default) do not hold the upper levels of a long log.
  connection.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
  connection.pragma(`cache_size = -${CACHE_KIBIBYTES}`)
  assertSetting(connection, 'journal_mode', 'wal')
  assertSetting(connection, 'synchronous', 2)
  assertSetting(connection, 'foreign_keys', 1)
}

/** Some seconds, as long as a connection may wait for each. */
const TRIES = 40
const APART_MS = 25

/**
 * Turns the write-ahead log on. The very first start needs the file for itself for that, and SQLite does not wait for
 * another that starts at the same moment, however patient the connection.
 * @param pause between two tries
 */
export function writeAhead(connection: Connection, pause: () => void = pauseThread): void {
  for (let left = TRIES; ; left -= 1) {
    try {
      connection.pragma('journal_mode = WAL')
      return
    } catch (error) {
      if (!isBusy(error) || left === 0) throw error
      pause()
    }
  }
}

function pauseThread(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, APART_MS)
}

function assertSetting(connection: Connection, pragma: string, expected: string | number): void {
  const actual = connection.pragma(pragma, { simple: true })
  if (actual !== expected)
    throw new Error(`SQLite did not take the setting ${pragma}=${expected}; it reads ${String(actual)}.`)
}

/** Reads a bounded part of the file's structure: a damaged file must stop the start, not the first unlucky reader. */
function assertSound(connection: Connection): void {
  const pages = Number(connection.pragma('page_count', { simple: true }))
  if (pages > 50_000) return
  const verdict = connection.pragma('quick_check(1)', { simple: true })
  if (verdict !== 'ok') throw new Damage(String(verdict))
}
