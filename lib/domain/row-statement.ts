// One statement over any number of rows, in texts made once: a text for every length of a batch would be built, parsed
// and planned anew each time, which costs more than running it.
import { CompiledQuery } from 'kysely'
import type { Dialect, Trx } from '../db/database'

type Parts = {
  /** The statement for one row. SQLite answers within the process, and does one row faster than a list of rows. */
  sqlite: string
  /** `before (row), (row), … after`; `types` where Postgres cannot tell a value's type from its use. */
  postgres: { before: string; types: readonly string[]; after: string }
}

export type RowStatement<T> = (trx: Trx, dialect: Dialect, rows: readonly (readonly unknown[])[]) => Promise<T[]>

/** Every number of rows is a sum of these. */
const LENGTHS = [64, 32, 16, 8, 4, 2, 1]

export function createRowStatement<T>({ sqlite, postgres }: Parts): RowStatement<T> {
  const texts = new Map(LENGTHS.map((length) => [length, buildText(postgres, length)]))
  return async (trx, dialect, rows) => {
    if (rows.length === 0) return []
    // The house's driver runs a statement once for each list among its values.
    if (dialect === 'sqlite') return (await trx.executeQuery<T>(CompiledQuery.raw(sqlite, [...rows]))).rows
    const found: T[] = []
    let done = 0
    for (const [length, text] of texts) {
      for (; rows.length - done >= length; done += length) {
        const values = rows.slice(done, done + length).flat()
        found.push(...(await trx.executeQuery<T>(CompiledQuery.raw(text, values))).rows)
      }
    }
    return found
  }
}

function buildText({ before, types, after }: Parts['postgres'], length: number): string {
  const rows = Array.from(
    { length },
    (_, row) =>
      `(${types.map((type, column) => `$${row * types.length + column + 1}${type && `::${type}`}`).join(', ')})`,
  )
  return `${before} ${rows.join(', ')} ${after}`
}
