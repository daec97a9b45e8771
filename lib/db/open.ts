// Opens the database that the settings name.
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import { TIMES } from '../shared/limits'
import { Refusal } from '../shared/refusal'
import type { Database } from './database'
import { openPostgres } from './postgres'
import { isBusy, isFull, openSqlite } from './sqlite'

export type DatabaseAddress = { kind: 'sqlite'; file: string } | { kind: 'postgres'; url: string }

type Options = { url: DatabaseAddress; onIdleError?: (error: Error) => void }

export function openDatabase({ url, onIdleError = () => {} }: Options): Database {
  return url.kind === 'sqlite' ? sqliteDatabase(url.file) : postgresDatabase(url.url, onIdleError)
}

function sqliteDatabase(file: string): Database {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const { read, write, close } = openSqlite(file)
  return {
    dialect: 'sqlite',
    read,
    write,
    snapshot: (run) => read.transaction().execute(run),
    transact: (run) => storing(() => untilFree(() => write.transaction().execute(run))),
    ping: async () => void (await sql`select 1`.execute(read)),
    close,
  }
}

function postgresDatabase(url: string, onIdleError: (error: Error) => void): Database {
  const db = openPostgres(url, onIdleError)
  return {
    dialect: 'postgres',
    read: db,
    write: db,
    snapshot: (run) => db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(run),
    transact: (run) => storing(() => db.transaction().setIsolationLevel('read committed').execute(run)),
    ping: async () => void (await sql`select 1`.execute(db)),
    close: () => db.destroy(),
  }
}

async function storing<T>(attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt()
  } catch (error) {
    if (isFull(error)) throw new Refusal('storage_full')
    throw error
  }
}

/** Another process (a backup, a second start) may hold SQLite's write lock for a moment: wait outside the driver. */
export async function untilFree<T>(attempt: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + TIMES.busyRetryFor
  for (let pause = 10; ; pause = Math.min(pause * 2, 250)) {
    try {
      return await attempt()
    } catch (error) {
      if (!isBusy(error)) throw error
      if (performance.now() + pause > deadline) throw new Refusal('retry')
      await delay(pause)
    }
  }
}
