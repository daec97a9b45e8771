// For a database that was set back by other means than ours.
import { migrate } from '../db/migrate'
import type { DatabaseAddress } from '../db/open'
import { claimSqlite } from '../db/sqlite-claimed'
import { requireAlone } from './fill-postgres'
import { openStore } from './open-store'
import { raiseFloors } from './raise-floors'

/** @throws Error with a sentence while a server runs, which would hand out revs in between */
export async function markRestored(at: DatabaseAddress): Promise<void> {
  if (at.kind === 'sqlite') await claimSqlite(at.file).close()
  const store = openStore(at)
  try {
    if (at.kind === 'postgres') await requireAlone(store, at)
    await migrate(store)
    await store.transact(raiseFloors)
  } finally {
    await store.close()
  }
}
