// Brings the tables to this version, in one transaction, at start.
import { setTimeout as delay } from 'node:timers/promises'
import { type Migration, type MigrationProvider, Migrator } from 'kysely'
import { isRefusal } from '../shared/refusal'
import type { Database, Dialect } from './database'
import * as first from './migrations/0001-first'
import { createConversation } from './migrations/0002-conversation'
import { createLeanLog } from './migrations/0003-lean-log'
import { createPromptPosts } from './migrations/0004-prompt-posts'
import { type DatabaseAddress, openDatabase, untilFree } from './open'

function migrationsFor(dialect: Dialect): Record<string, Migration> {
  return {
    '0001-first': first,
    '0002-conversation': createConversation(dialect),
    '0003-lean-log': createLeanLog(dialect),
    '0004-prompt-posts': createPromptPosts(dialect),
  }
}

/**
 * Runs what is missing on a connection of its own, with all the time it takes: a step over a long log lasts longer than
 * any statement of a running server may.
 * @throws Error as `migrate` does
 */
export async function migrateAt(url: DatabaseAddress, onFault: (error: Error) => void): Promise<void> {
  const database = openDatabase({ url, onFault, patience: { statement: 0, answer: 0 } })
  try {
    await migrate(database)
  } finally {
    await database.close()
  }
}

/**
 * Runs what is missing; two processes that start together agree on one run.
 * @throws Error with a sentence when the database does not answer, is not set to keep what was acknowledged, or was
 * written by a newer Parley, or when a migration fails; the database is then as it was.
 */
export async function migrate(database: Database): Promise<void> {
  await answering(() => database.assertFit())
  await answering(() => refuseNewer(database))
  const provider: MigrationProvider = { getMigrations: async () => migrationsFor(database.dialect) }
  const migrator = new Migrator({ db: database.write, provider })
  try {
    await untilMyTurn(async () => {
      const { error } = await migrator.migrateToLatest()
      if (error) throw error
    })
  } catch (cause) {
    throw new Error('The database could not be brought to this version; it was left as it was.', { cause })
  }
}

/**
 * The other of two starts, or a backup, may hold SQLite's lock: wait as every write does. On Postgres another node may be
 * at it for longer than any statement is allowed to wait.
 */
async function untilMyTurn(attempt: () => Promise<void>): Promise<void> {
  for (const until = performance.now() + MOST_WAITED_MS; ; await delay(ASKED_EVERY_MS)) {
    try {
      return await untilFree(attempt)
    } catch (error) {
      if (!isRefusal(error) || error.code !== 'retry' || performance.now() > until) throw error
    }
  }
}

const MOST_WAITED_MS = 30_000
const ASKED_EVERY_MS = 250

/** Whoever starts Parley reads a sentence, not the code of a refusal. */
async function answering<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (!isRefusal(error)) throw error
    const why = error.cause instanceof Error ? error.cause.message : 'it did not a moment ago'
    throw new Error(`The database does not answer: ${why}`, { cause: error })
  }
}

/** @throws Error with a sentence when the database is of another version than this Parley */
export async function requireCurrent(database: Pick<Database, 'read' | 'dialect'>): Promise<void> {
  await refuseNewer(database)
  const applied = await appliedTo(database)
  const missing = Object.keys(migrationsFor(database.dialect)).filter((name) => !applied.includes(name))
  if (missing.length > 0)
    throw new Error(
      `The database is of an older version of Parley (it lacks ${missing.join(', ')}). Start this version on it once.`,
    )
}

async function appliedTo({ read }: Pick<Database, 'read'>): Promise<string[]> {
  const tables = await read.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some(({ name }) => name === 'kysely_migration')) return []
  const rows = await read
    .withTables<{ kysely_migration: { name: string } }>()
    .selectFrom('kysely_migration')
    .select('name')
    .execute()
  return rows.map(({ name }) => name)
}

async function refuseNewer(database: Pick<Database, 'read' | 'dialect'>): Promise<void> {
  const known = migrationsFor(database.dialect)
  const unknown = (await appliedTo(database)).filter((name) => !Object.hasOwn(known, name))
  if (unknown.length > 0) {
    throw new Error(
      `The database was written by a newer version of Parley (it knows ${unknown.join(', ')}). Start that version, or restore a backup made before the upgrade.`,
    )
  }
}
