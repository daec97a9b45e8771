// Fewer pages for each message: keys that begin with a time, an index only of what was changed, and on SQLite words that
// are found by the message's own row. What the log says stays as it is.
import { type Kysely, type Migration, sql } from 'kysely'
import type { Dialect } from '../database'

export function createLeanLog(dialect: Dialect): Migration {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      for (const statement of dialect === 'sqlite' ? [...SQLITE, CHANGES] : POSTGRES)
        await sql.raw(statement).execute(db)
    },
  }
}

// A unique constraint of SQLite's cannot be dropped, so the table is made anew; and before it goes, what refers to it,
// or every reaction would be deleted with it. `row` counts up for ever: what was indexed is told by one number.
// Messages keep the row of their words; those without words, the deleted ones, come after them.
const SQLITE = [
  `create table messages_next (
    row integer primary key autoincrement,
    id text not null unique,
    room_id text not null references rooms (id) on delete cascade,
    seq bigint not null,
    rev bigint not null check (rev >= seq),
    client_message_id text not null,
    author_id text not null references users (id),
    author_name text not null,
    body text not null,
    posted_hash text,
    posted_at bigint not null,
    edited_at bigint,
    deleted_at bigint,
    reply_to text,
    constraint messages_place unique (room_id, seq),
    constraint messages_once unique (client_message_id, author_id, room_id)
  )`,
  ...['not null', 'null'].map(
    (words) => `insert into messages_next (row, id, room_id, seq, rev, client_message_id, author_id, author_name, body,
      posted_hash, posted_at, edited_at, deleted_at, reply_to)
    select r.id, m.id, m.room_id, m.seq, m.rev, m.client_message_id, m.author_id, m.author_name, m.body,
      m.posted_hash, m.posted_at, m.edited_at, m.deleted_at, m.reply_to
    from messages m left join message_word_rows r on r.message_id = m.id where r.id is ${words}
    order by r.id`,
  ),
  `create table reactions_next (
    message_id text not null references messages_next (id) on delete cascade,
    user_id text not null references users (id) on delete cascade,
    emoji text not null,
    rev bigint not null,
    constraint reactions_key primary key (message_id, emoji, user_id)
  )`,
  'insert into reactions_next select message_id, user_id, emoji, rev from reactions',
  'drop table reactions',
  'drop trigger message_words_gone',
  'drop table message_word_rows',
  'drop table messages',
  'alter table messages_next rename to messages',
  'alter table reactions_next rename to reactions',
  'create table message_words_upto (row integer not null)',
  'insert into message_words_upto select coalesce(max(row), 0) from messages',
  `create trigger message_words_gone after delete on messages
    begin delete from message_words where rowid = old.row; end`,
]

const CHANGES = 'create unique index messages_changes on messages (room_id, rev) where rev <> seq'

const POSTGRES = [
  'alter table messages add constraint messages_rev check (rev >= seq)',
  'alter table messages drop constraint messages_once',
  'alter table messages add constraint messages_once unique (client_message_id, author_id, room_id)',
  'drop index messages_changes',
  CHANGES,
]
