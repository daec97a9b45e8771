// The conversation: levels and look-alike keys of members, receipts of burned rooms, silences, the words of messages.
import { type Kysely, type Migration, sql } from 'kysely'
import { wordsOf } from '../../shared/words'
import type { Dialect } from '../database'

export function createConversation(dialect: Dialect): Migration {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await alter(db)
      await createSilences(db)
      await (dialect === 'sqlite' ? createWordsInSqlite(db) : createWordsInPostgres(db))
      await indexAll(db, dialect)
    },
  }
}

async function alter({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .alterTable('members')
    .addColumn('level', 'text', (column) => column.notNull().defaultTo('all'))
    .execute()
  await schema.alterTable('members').addColumn('name_key1', 'text').execute()
  await schema.alterTable('members').addColumn('name_key2', 'text').execute()
  await schema.createIndex('members_name_key1').on('members').columns(['room_id', 'name_key1']).execute()
  await schema.createIndex('members_name_key2').on('members').columns(['room_id', 'name_key2']).execute()
  await schema.alterTable('rooms').addColumn('burned_at', 'bigint').execute()
  await schema.alterTable('rooms').addColumn('burned_by', 'text').execute()
  await schema.alterTable('rooms').addColumn('burned_count', 'integer').execute()
}

async function createSilences({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('silences')
    .addColumn('user_id', 'text', (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('other_id', 'text', (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('silences_key', ['user_id', 'other_id', 'kind'])
    .execute()
}

/**
 * The words are kept beside the index: without them (`content=''`) FTS5 only marks what is deleted, and its terms stay
 * in the file (https://sqlite.org/fts5.html#contentless_delete_tables). One row of message_word_rows per message, in
 * the order of posting, so that the newest hits come first without sorting.
 */
async function createWordsInSqlite(db: Kysely<unknown>): Promise<void> {
  const statements = [
    sql`create table message_word_rows (
      id integer primary key autoincrement,
      message_id text not null unique references messages (id) on delete cascade
    )`,
    // Words come folded and without punctuation: every byte of theirs is part of a token for the ascii tokenizer.
    sql`create virtual table message_words using fts5(room, words, tokenize='ascii', prefix='1 2', columnsize=0)`,
    sql`insert into message_words (message_words, rank) values ('secure-delete', 1)`,
    sql`create trigger message_words_gone after delete on message_word_rows
      begin delete from message_words where rowid = old.id; end`,
  ]
  for (const statement of statements) await statement.execute(db)
}

async function createWordsInPostgres(db: Kysely<unknown>): Promise<void> {
  await sql`create table message_words (
    message_id text primary key references messages (id) on delete cascade,
    words tsvector not null
  )`.execute(db)
  await sql`create index message_words_words on message_words using gin (words)`.execute(db)
}

type Old = { id: string; room_id: string; body: string; seq: number }
const AT_ONCE = 500

async function indexAll(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  let after = { room_id: '', seq: 0 }
  for (;;) {
    const { rows } = await sql<Old>`select id, room_id, seq, body from messages
      where deleted_at is null and (room_id > ${after.room_id} or (room_id = ${after.room_id} and seq > ${after.seq}))
      order by room_id, seq limit ${AT_ONCE}`.execute(db)
    const last = rows.at(-1)
    if (!last) return
    for (const row of rows) await (dialect === 'sqlite' ? indexInSqlite(db, row) : indexInPostgres(db, row))
    after = last
  }
}

async function indexInSqlite(db: Kysely<unknown>, { id, room_id, body }: Old): Promise<void> {
  await sql`insert into message_word_rows (message_id) values (${id})`.execute(db)
  await sql`insert into message_words (rowid, room, words)
    select id, ${Buffer.from(room_id).toString('hex')}, ${wordsOf(body).join(' ')}
    from message_word_rows where message_id = ${id}`.execute(db)
}

async function indexInPostgres(db: Kysely<unknown>, { id, room_id, body }: Old): Promise<void> {
  await sql`insert into message_words (message_id, words)
    values (${id}, array_to_tsvector(${[`=${room_id}`, ...wordsOf(body)]}::text[]))`.execute(db)
}
