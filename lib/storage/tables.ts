// The tables as tools go through them: whom others refer to first, each by its key. Words of messages are no table here,
// since they are made from the messages.
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../db/database'
import type { Schema } from '../db/schema'

const KEYS = {
  users: ['id'],
  sessions: ['id'],
  rooms: ['id'],
  members: ['room_id', 'user_id'],
  messages: ['room_id', 'seq'],
  reactions: ['message_id', 'emoji', 'user_id'],
  invites: ['id'],
  silences: ['user_id', 'other_id', 'kind'],
} as const satisfies { [T in keyof Schema]: readonly (keyof Schema[T])[] }

export type TableName = keyof Schema
export const TABLES = Object.keys(KEYS) as readonly TableName[]

/** A row of any table: its columns by name. */
export type Row = Readonly<Record<string, string | number | null>>

/** Rows held in memory at once. */
const AT_ONCE = 500

/**
 * All rows of a table by its key, some at a time, each found from the one before: no cursor, no offset. Without the
 * number that SQLite finds a message's words by, which is no part of what the message says.
 */
export async function* readRows(db: Db, table: TableName): AsyncGenerator<readonly Row[]> {
  const key: readonly string[] = KEYS[table]
  const columns = sql.join(key.map((column) => sql.ref(column)))
  for (let after = sql``; ; ) {
    const { rows } = await sql<Row>`select * from ${sql.table(table)} ${after}
      order by ${columns} limit ${AT_ONCE}`.execute(db)
    const last = rows.at(-1)
    if (!last) return
    yield rows.map(({ row: _, ...columns }) => columns)
    after = sql`where (${columns}) > (${sql.join(key.map((column) => last[column]))})`
  }
}

export async function insertRows(db: Db, table: TableName, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {})
  const values = rows.map((row): RawBuilder<unknown> => sql`(${sql.join(columns.map((column) => row[column]))})`)
  const names = sql.join(columns.map((column) => sql.ref(column)))
  await sql`insert into ${sql.table(table)} (${names}) values ${sql.join(values)}`.execute(db)
}
