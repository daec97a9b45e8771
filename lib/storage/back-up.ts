// A backup is one embedded store, whichever store it is of, taken while the server goes on, and read back.
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { migrate, requireCurrent } from '../db/migrate'
import type { DatabaseAddress } from '../db/open'
import { markerOf } from '../db/sqlite-file'
import { finishCopy, pinSqlite } from '../db/sqlite-pinned'
import { copyTables } from './copy-tables'
import { writeManifest } from './manifest-table'
import { openStore } from './open-store'
import { syncFile } from './sync-file'
import { assertSame, type Manifest, tallyAll } from './tally'

/**
 * Writes the backup to `file`, for its owner's eyes only. Until it is complete and compared it has another name.
 * @throws Error with a sentence where the file exists, or the backup differs from the store
 */
export async function backUp(from: DatabaseAddress, file: string): Promise<Manifest> {
  if (existsSync(file)) throw new Error(`${file} exists already.`)
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const part = `${file}.part`
  try {
    // Made before anything is in it, so that nobody else can open it meanwhile.
    writeFileSync(part, '', { mode: 0o600 })
    chmodSync(part, 0o600)
    const manifest = await (from.kind === 'sqlite' ? copyFile(from.file, part) : copyRows(from, part))
    await finish(part, manifest)
    renameSync(part, file)
    return manifest
  } finally {
    for (const rest of [part, markerOf(part), `${part}-wal`, `${part}-shm`]) rmSync(rest, { force: true })
  }
}

async function copyFile(from: string, part: string): Promise<Manifest> {
  const pinned = pinSqlite(from)
  try {
    await pinned.copyTo(part)
    return await tallyAll(pinned.read)
  } finally {
    await pinned.close()
  }
}

async function copyRows(from: DatabaseAddress, part: string): Promise<Manifest> {
  const [source, target] = [openStore(from), openStore({ kind: 'sqlite', file: part })]
  try {
    await source.assertFit()
    await requireCurrent(source)
    await migrate(target)
    return await source.snapshot((moment) =>
      target.transact((trx) => copyTables(moment, { trx, dialect: target.dialect })),
    )
  } finally {
    await source.close()
    await target.close()
  }
}

async function finish(part: string, manifest: Manifest): Promise<void> {
  const copy = openStore({ kind: 'sqlite', file: part })
  try {
    await assertSame(copy.read, manifest, 'The backup')
    await writeManifest(copy.write, manifest)
  } finally {
    await copy.close()
  }
  finishCopy(part)
  syncFile(part)
}
