// What made one post in so many wait for others.
import { type Kysely, type Migration, sql } from 'kysely'
import type { Dialect } from '../database'

export function createPromptPosts(dialect: Dialect): Migration {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      for (const statement of dialect === 'postgres' ? POSTGRES : SQLITE) await sql.raw(statement).execute(db)
    },
  }
}

const POSTGRES = [
  // A post looks its author up as a member, under the room's lock; members refer to users, and no user is ever removed.
  // Referring to the author once more locked the author's row for every message, and wrote that down.
  'alter table messages drop constraint messages_author_id_fkey',
  // New words wait in a list until whoever makes it too long puts them all in their place: of the four megabytes it has
  // unless told otherwise that takes a tenth of a second (https://www.postgresql.org/docs/current/gin.html, fast update).
  'alter index message_words_words set (gin_pending_list_limit = 64)',
]

// Segments of the index are merged into larger ones by whoever adds the last of so many: by eights instead of fours a word
// is moved half as often (https://sqlite.org/fts5.html#the_automerge_configuration_option).
const SQLITE = ["insert into message_words (message_words, rank) values ('automerge', 8)"]
