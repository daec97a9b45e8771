// From a backup to a store of either kind: checked first, then put in place at once or not at all.
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Database } from '../db/database'
import { isDamage } from '../db/faults'
import { migrate } from '../db/migrate'
import type { DatabaseAddress } from '../db/open'
import { claimSqlite } from '../db/sqlite-claimed'
import { noteFile, sizeOf } from '../db/sqlite-file'
import { finishCopy } from '../db/sqlite-pinned'
import { fillPostgres } from './fill-postgres'
import { dropManifest, readManifest } from './manifest-table'
import { openStore } from './open-store'
import { raiseFloors } from './raise-floors'
import { syncFile } from './sync-file'
import { assertSame, type Manifest } from './tally'

type Restoring = {
  file: string
  to: DatabaseAddress
  /** Replaces what is there. */
  force: boolean
  now: Date
}

/** `keptAs` is where the database went that stood there before. */
export type Restored = { manifest: Manifest; keptAs?: string }

/**
 * Puts the backup's rows in place, brought to this version, and moves every room on so that all clients start over.
 * @throws Error with a sentence where the file is damaged, is no backup or is of a newer version, where a server is
 * running, or where there is a database and `force` is not set; what was there is then as it was
 */
export async function restore({ file, to, force, now }: Restoring): Promise<Restored> {
  if (!existsSync(file)) throw new Error(`There is no file ${file}.`)
  if (to.kind === 'sqlite') {
    mkdirSync(dirname(to.file), { recursive: true, mode: 0o700 })
    await requireFree(to.file, force)
  }
  // Beside its place, so that renaming it is one step.
  const folder = mkdtempSync(join(to.kind === 'sqlite' ? dirname(to.file) : tmpdir(), 'parley-restoring-'))
  const staged = join(folder, 'parley.db')
  try {
    copyFileSync(file, staged)
    chmodSync(staged, 0o600)
    finishCopy(staged, file)
    const store = openStore({ kind: 'sqlite', file: staged })
    try {
      const manifest = await check(store)
      if (to.kind === 'postgres') {
        await fillPostgres(store.read, to, { force, lastly: raiseFloors })
        return { manifest }
      }
      await store.transact(raiseFloors)
      await store.close()
      finishCopy(staged)
      const keptAs = putInPlace(staged, to.file, now)
      return keptAs === undefined ? { manifest } : { manifest, keptAs }
    } finally {
      await store.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Rows first, as the backup had them; then this version's shape. */
async function check(store: Database): Promise<Manifest> {
  const manifest = await readManifest(store.read)
  await assertSame(store.read, manifest, 'The backup')
  await dropManifest(store.write)
  await migrate(store)
  return manifest
}

async function requireFree(file: string, force: boolean): Promise<void> {
  if (sizeOf(file) === 0) return
  try {
    await claimSqlite(file).close()
  } catch (error) {
    // What is damaged is what one restores; what is in use must not be pulled away from under its server.
    if (!isDamage(error)) throw error
  }
  if (!force) throw new Error(`There is a database ${file} already. To replace it, say --force; it is kept beside.`)
}

/** The log beside the old database goes with it: beside the new one it would be taken for its own. */
function putInPlace(staged: string, file: string, now: Date): string | undefined {
  syncFile(staged)
  const keptAs = `${file}.before-${now.toISOString().replace(/[:.]/g, '-')}`
  const isReplaced = existsSync(file)
  for (const end of ['-shm', '-wal', '']) if (existsSync(file + end)) renameSync(file + end, keptAs + end)
  renameSync(staged, file)
  noteFile(file)
  return isReplaced ? keptAs : undefined
}
