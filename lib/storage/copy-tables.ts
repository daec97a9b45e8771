// Every row of one store into another, of either kind, some rows in memory at a time.
import type { Db, Dialect, Trx } from '../db/database'
import { type Indexed, indexMessages } from '../domain/search-index'
import { insertRows, type Row, readRows, TABLES } from './tables'
import { assertSame, createCounting, type Manifest } from './tally'

/** Written there, with the words of its messages, and read back. */
type Target = { trx: Trx; dialect: Dialect }

/**
 * Copies all tables into empty ones and compares what stands there with what was read. `from` must be one moment.
 * @throws Error with a sentence when the two differ; the target's transaction must then not be committed
 */
export async function copyTables(from: Db, { trx, dialect }: Target): Promise<Manifest> {
  const manifest: Manifest = {}
  for (const table of TABLES) {
    const counting = createCounting()
    for await (const rows of readRows(from, table)) {
      counting.add(rows)
      await insertRows(trx, table, rows)
      if (table === 'messages') await indexMessages(trx, dialect, rows.flatMap(living))
    }
    manifest[table] = counting.read()
  }
  await assertSame(trx, manifest, 'The copy')
  return manifest
}

function living({ id, room_id, body, deleted_at }: Row): Indexed[] {
  return deleted_at === null ? [{ id, room_id, body } as Indexed] : []
}
