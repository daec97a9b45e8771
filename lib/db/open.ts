// Opens the database that the settings name.
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import { SERVER_TIMES } from '../shared/server-times'
import type { Database } from './database'
import { isBusy } from './faults'
import { assertFit, openPostgres } from './postgres'
import { PATIENCE, type Patience } from './postgres-pool'
import { openSqlite } from './sqlite'

export type DatabaseAddress = { kind: 'sqlite'; file: string } | { kind: 'postgres'; url: string }

type Options = {
  url: DatabaseAddress
  /** Hears of every fault that Postgres was asked to try again for, and of idle connections that died. */
  onFault?: (fault: Error) => void
  /** Changes to how long Postgres is waited for. */
  patience?: Partial<Patience>
}

export function openDatabase({ url, onFault = () => {}, patience = {} }: Options): Database {
  return url.kind === 'sqlite'
    ? sqliteDatabase(url.file)
    : postgresDatabase(url.url, { ...PATIENCE, ...patience }, onFault)
}

function sqliteDatabase(file: string): Database {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const { read, write, close } = openSqlite(file)
  return {
    dialect: 'sqlite',
    read,
    write,
    snapshot: (run) => read.transaction().execute(run),
    transact: (run) => untilFree(() => write.transaction().execute(run)),
    ping: async () => void (await sql`select 1`.execute(read)),
    // Opening it has read the settings back.
    assertFit: async () => {},
    close,
  }
}

function postgresDatabase(url: string, patience: Patience, onFault: (fault: Error) => void): Database {
  const db = openPostgres(url, patience, onFault)
  return {
    dialect: 'postgres',
    read: db,
    write: db,
    snapshot: (run) => db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(run),
    transact: (run) => db.transaction().setIsolationLevel('read committed').execute(run),
    ping: async () => void (await sql`select 1`.execute(db)),
    assertFit: () => assertFit(db, patience),
    close: () => db.destroy(),
  }
}

/** Another process (a backup, a second start) may hold SQLite's write lock for a moment: wait outside the driver. */
export async function untilFree<T>(attempt: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + SERVER_TIMES.busyRetryFor
  for (let pause = 10; ; pause = Math.min(pause * 2, 250)) {
    try {
      return await attempt()
    } catch (error) {
      if (!isBusy(error) || performance.now() + pause > deadline) throw error
      await delay(pause)
    }
  }
}
