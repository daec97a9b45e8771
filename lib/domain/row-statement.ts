// One statement over any number of rows, in a text made once: a text for every length of a batch would be built, parsed
// and planned anew each time, which costs more than running it.
import { CompiledQuery } from 'kysely'
import type { Dialect, Trx } from '../db/database'

type Parts = {
  /** The statement for one row. SQLite answers within the process, and does one row faster than a list of rows. */
  sqlite: string
  /** The statement for all rows, whose values come as one array for each column: `unnest($1::text[], $2::bigint[])`. */
  postgres: string
  /** How many columns. */
  width: number
}

export type RowStatement<T> = (trx: Trx, dialect: Dialect, rows: readonly (readonly unknown[])[]) => Promise<T[]>

export function createRowStatement<T>({ sqlite, postgres, width }: Parts): RowStatement<T> {
  const each = createEachStatement<T>(sqlite)
  return async (trx, dialect, rows) =>
    dialect === 'sqlite'
      ? each(trx, rows)
      : (await trx.executeQuery<T>(CompiledQuery.raw(postgres, columnsOf(width, rows)))).rows
}

/** The half of it that is SQLite's: the house's driver runs a statement once for each list among its values. */
export function createEachStatement<T = never>(
  statement: string,
): (trx: Trx, rows: readonly (readonly unknown[])[]) => Promise<T[]> {
  return async (trx, rows) =>
    rows.length === 0 ? [] : (await trx.executeQuery<T>(CompiledQuery.raw(statement, [...rows]))).rows
}

/** One array for each column, empty where there is no row. */
export function columnsOf(width: number, rows: readonly (readonly unknown[])[]): unknown[][] {
  return Array.from({ length: width }, (_, column) => rows.map((row) => row[column]))
}
