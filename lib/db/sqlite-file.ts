// Tells a first start from one whose database got lost: SQLite takes a missing or an empty file for a new database, and
// throws away the log beside an empty one.
import { existsSync, statSync, writeFileSync } from 'node:fs'

/** Stands beside the database once that is more than an empty file. */
export function markerOf(file: string): string {
  return `${file}.made`
}

/** @throws Error with a sentence where there was a database, and now is none */
export function requireFile(file: string): void {
  if (sizeOf(file) > 0) return
  const marker = markerOf(file)
  if (!existsSync(marker) && sizeOf(`${file}-wal`) === 0) return
  const what = existsSync(file) ? 'empty' : 'gone'
  throw new Error(
    `The database ${file} is ${what}, though there was one. Restore it from a backup. To begin with a new one, remove ${marker} and what else is left of it.`,
  )
}

/** @throws Error with a sentence where there is no database */
export function requireMade(file: string): void {
  requireFile(file)
  if (sizeOf(file) === 0) throw new Error(`There is no database ${file}.`)
}

/** Notes that there is a database, when its first page is safely on the disk. */
export function noteFile(file: string): void {
  const marker = markerOf(file)
  if (!existsSync(marker))
    writeFileSync(marker, 'Parley has a database here. While this file stands, a start without it is refused.\n', {
      mode: 0o600,
    })
}

/** In bytes; 0 where there is no such file. */
export function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}
