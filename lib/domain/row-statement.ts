// One statement over any number of rows, in a text made once: a text for every length of a batch would be built, parsed
// and planned anew each time, which costs more than running it.
import { CompiledQuery } from 'kysely'
import type { Dialect, Trx } from '../db/database'

type Parts = {
  /** The statement for one row. SQLite answers within the process, and does one row faster than a list of rows. */
  sqlite: string
  /** The statement for all rows, whose values come as one array for each column: `unnest($1::text[], $2::bigint[])`. */
  postgres: string
}

export type RowStatement<T> = (trx: Trx, dialect: Dialect, rows: readonly (readonly unknown[])[]) => Promise<T[]>

export function createRowStatement<T>({ sqlite, postgres }: Parts): RowStatement<T> {
  return async (trx, dialect, rows) => {
    const [first] = rows
    if (!first) return []
    const query =
      dialect === 'sqlite'
        ? // The house's driver runs a statement once for each list among its values.
          CompiledQuery.raw(sqlite, [...rows])
        : CompiledQuery.raw(postgres, columnsOf(first.length, rows))
    return (await trx.executeQuery<T>(query)).rows
  }
}

function columnsOf(width: number, rows: readonly (readonly unknown[])[]): unknown[][] {
  return Array.from({ length: width }, (_, column) => rows.map((row) => row[column]))
}
