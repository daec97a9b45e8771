// How many rows a table has and what is in them, the same on both databases.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Db } from '../db/database'
import { type Row, readRows, TABLES, type TableName } from './tables'

const tallySchema = z.object({ rows: z.int().min(0), hash: z.string().length(64) })
export type Tally = z.infer<typeof tallySchema>

/** By table; one written by an older version lacks the tables that came later. */
export const manifestSchema = z.partialRecord(z.enum(TABLES), tallySchema)
export type Manifest = z.infer<typeof manifestSchema>

export type Counting = { add(rows: readonly Row[]): void; read(): Tally }

const SPACE = 1n << 256n

/**
 * The hash is the sum of the SHA-256 of every row, modulo 2^256: databases sort text differently, and the sum does not
 * depend on the order.
 */
export function createCounting(): Counting {
  let count = 0
  let sum = 0n
  return {
    add(rows) {
      for (const row of rows) sum = (sum + BigInt(`0x${hashOf(row)}`)) % SPACE
      count += rows.length
    },
    read: () => ({ rows: count, hash: sum.toString(16).padStart(64, '0') }),
  }
}

function hashOf(row: Row): string {
  const columns = Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(columns)).digest('hex')
}

/** Reads every row. `db` must be one moment of the database where somebody may write. */
export async function tallyAll(db: Db, tables: readonly TableName[] = TABLES): Promise<Manifest> {
  const manifest: Manifest = {}
  for (const table of tables) {
    const counting = createCounting()
    for await (const rows of readRows(db, table)) counting.add(rows)
    manifest[table] = counting.read()
  }
  return manifest
}

/**
 * Reads every row of the tables that are expected.
 * @throws Error with a sentence that names the first table that differs
 */
export async function assertSame(db: Db, expected: Manifest, where: string): Promise<void> {
  for (const table of TABLES) {
    const wanted = expected[table]
    const found = wanted && (await tallyAll(db, [table]))[table]
    if (wanted?.rows !== found?.rows)
      throw new Error(`${where} is not complete: ${table} has ${found?.rows} rows instead of ${wanted?.rows}.`)
    if (wanted?.hash !== found?.hash) throw new Error(`${where} is not the same: rows of ${table} differ.`)
  }
}
