// One statement over any number of rows, in a few lengths only: a text made anew for every length of a batch would be
// built, parsed and planned anew each time, which costs more than running it.
import { CompiledQuery } from 'kysely'
import type { Dialect, Trx } from '../db/database'

type Parts = {
  before: string
  /** The type of each value of a row, where the database cannot tell it from its use. */
  types: readonly ('text' | 'text[]' | 'bigint' | 'any')[]
  after: string
}

export type RowStatement<T> = (trx: Trx, dialect: Dialect, rows: readonly (readonly unknown[])[]) => Promise<T[]>

/** Every number of rows is a sum of these. */
const LENGTHS = [64, 32, 16, 8, 4, 2, 1]

/** The statement `before (row), (row), … after`. Runs once for each part of the rows, in their order. */
export function createRowStatement<T>(parts: Parts): RowStatement<T> {
  const texts = new Map<string, string>()

  function textOf(dialect: Dialect, length: number): string {
    const key = `${dialect} ${length}`
    const known = texts.get(key)
    if (known !== undefined) return known
    const text = buildText(parts, dialect, length)
    texts.set(key, text)
    return text
  }

  return async (trx, dialect, rows) => {
    const found: T[] = []
    let done = 0
    for (const length of LENGTHS) {
      while (rows.length - done >= length) {
        const values = rows.slice(done, done + length).flat()
        const result = await trx.executeQuery<T>(CompiledQuery.raw(textOf(dialect, length), values))
        found.push(...result.rows)
        done += length
      }
    }
    return found
  }
}

function buildText({ before, types, after }: Parts, dialect: Dialect, length: number): string {
  const holder = (at: number, type: string): string => {
    if (dialect === 'sqlite') return '?'
    return type === 'any' ? `$${at + 1}` : `$${at + 1}::${type}`
  }
  const rows = Array.from(
    { length },
    (_, row) => `(${types.map((type, column) => holder(row * types.length + column, type)).join(', ')})`,
  )
  return `${before} ${rows.join(', ')} ${after}`
}
