// Brings the tables to this version, in one transaction, at start.
import { type Migration, type MigrationProvider, Migrator } from 'kysely'
import { isRefusal } from '../shared/refusal'
import type { Database, Dialect } from './database'
import * as first from './migrations/0001-first'
import { createConversation } from './migrations/0002-conversation'
import { untilFree } from './open'

function migrationsFor(dialect: Dialect): Record<string, Migration> {
  return { '0001-first': first, '0002-conversation': createConversation(dialect) }
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
    // The other of two starts, or a backup, may hold SQLite's lock: wait as every write does.
    await untilFree(async () => {
      const { error } = await migrator.migrateToLatest()
      if (error) throw error
    })
  } catch (cause) {
    throw new Error('The database could not be brought to this version; it was left as it was.', { cause })
  }
}

/** Whoever starts Parley reads a sentence, not the code of a refusal. */
async function answering<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (!isRefusal(error)) throw error
    const why = error.cause instanceof Error ? error.cause.message : 'it is busy'
    throw new Error(`The database does not answer: ${why}`, { cause: error })
  }
}

async function refuseNewer({ write, dialect }: Database): Promise<void> {
  const tables = await write.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some(({ name }) => name === 'kysely_migration')) return
  const applied = await write
    .withTables<{ kysely_migration: { name: string } }>()
    .selectFrom('kysely_migration')
    .select('name')
    .execute()
  const known = migrationsFor(dialect)
  const unknown = applied.map(({ name }) => name).filter((name) => !Object.hasOwn(known, name))
  if (unknown.length > 0) {
    throw new Error(
      `The database was written by a newer version of Parley (it knows ${unknown.join(', ')}). Start that version, or restore a backup made before the upgrade.`,
    )
  }
}
