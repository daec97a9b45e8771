// A post looks its author up as a member, under the room's lock; members refer to users, and no user is ever removed.
// Referring to the author once more made Postgres lock the author's row for every message, and write that down.
import { type Kysely, type Migration, sql } from 'kysely'
import type { Dialect } from '../database'

export function unlockAuthors(dialect: Dialect): Migration {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      // SQLite reads a row that is at hand anyway, and could drop this only by making the table anew.
      if (dialect === 'postgres') await sql`alter table messages drop constraint messages_author_id_fkey`.execute(db)
    },
  }
}
