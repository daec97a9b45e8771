// What a backup file says of itself, in a table of its own: counts and hashes of its rows.
import { sql } from 'kysely'
import type { Db } from '../db/database'
import { type Manifest, manifestSchema } from './tally'

const TABLE = sql.table('backup_manifest')

export async function writeManifest(db: Db, manifest: Manifest): Promise<void> {
  await sql`create table ${TABLE} (content text not null)`.execute(db)
  await sql`insert into ${TABLE} (content) values (${JSON.stringify(manifest)})`.execute(db)
}

/** @throws Error with a sentence where the file is no finished backup */
export async function readManifest(db: Db): Promise<Manifest> {
  const tables = await db.introspection.getTables()
  if (!tables.some(({ name }) => name === 'backup_manifest'))
    throw new Error('The file is no backup made by `npm run backup`: it does not say what it holds.')
  const { rows } = await sql<{ content: string }>`select content from ${TABLE}`.execute(db)
  return manifestSchema.parse(JSON.parse(rows[0]?.content ?? ''))
}

/** A restored database is no backup any more. */
export async function dropManifest(db: Db): Promise<void> {
  await sql`drop table ${TABLE}`.execute(db)
}
