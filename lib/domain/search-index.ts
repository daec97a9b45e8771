// The words of living messages. Postgres gets them in the transaction that writes the log; SQLite a little later, many
// at a time (waiting-words.ts). Deleting a message's row deletes its words too; a tombstone's are deleted here.
import { CompiledQuery, sql } from 'kysely'
import type { Dialect, Trx } from '../db/database'
import type { MessageId, RoomId } from '../shared/ids'
import { wordsOf } from '../shared/words'

export type Indexed = { id: MessageId; room_id: RoomId; body: string }

/** Ids hold `-` and `_`, which would end a token of SQLite's. */
export function roomToken(roomId: RoomId): string {
  return Buffer.from(roomId).toString('hex')
}

/** No word begins with `=`, so no word is taken for a room. */
export function roomLexeme(roomId: RoomId): string {
  return `=${roomId}`
}

/** Postgres only: stores the words of messages, from a source with the columns `id` and `words`; no word holds a space. */
export const intoWords = (source: string): string =>
  `insert into message_words (message_id, words) select id, array_to_tsvector(string_to_array(words, ' ')) from ${source}`

/** Indexes messages that were stored before, where that is done at once. */
export async function indexMessages(trx: Trx, dialect: Dialect, messages: readonly Indexed[]): Promise<void> {
  if (dialect === 'sqlite') return
  const words = messages.map((message) => lexemesOf(message).join(' '))
  const values = [messages.map(({ id }) => id), words]
  const source = 'unnest($1::text[], $2::text[]) as stored (id, words)'
  await trx.executeQuery(CompiledQuery.raw(intoWords(source), values))
}

/** A message by its number of row, which is that of its words. */
export type InRow = { row: number; room_id: RoomId; body: string }

// One row and no query inside: anything else makes SQLite keep a way back within the statement, for which FTS5 puts what
// it has gathered into the index, one segment for every message.
const INTO_WORDS = 'insert into message_words (rowid, room, words) values (?, ?, ?)'

/** SQLite only. At least one, and none that is indexed already. */
export async function indexRows(trx: Trx, messages: readonly InRow[]): Promise<void> {
  const values = messages.map(({ row, room_id, body }) => [row, roomToken(room_id), wordsOf(body).join(' ')])
  await trx.executeQuery(CompiledQuery.raw(INTO_WORDS, values))
}

/** An edited message has other words, at the same place among the hits. One that still waits is indexed as it is then. */
export async function reindexMessage(trx: Trx, dialect: Dialect, message: Indexed): Promise<void> {
  if (dialect === 'postgres') {
    await sql`update message_words set words = array_to_tsvector(${lexemesOf(message)}::text[])
      where message_id = ${message.id}`.execute(trx)
    return
  }
  await sql`update message_words set words = ${wordsOf(message.body).join(' ')}
    where rowid = (select row from messages where id = ${message.id})`.execute(trx)
}

export async function unindexMessage(trx: Trx, dialect: Dialect, id: MessageId): Promise<void> {
  await (dialect === 'postgres'
    ? sql`delete from message_words where message_id = ${id}`
    : sql`delete from message_words where rowid = (select row from messages where id = ${id})`
  ).execute(trx)
}

/** Postgres only: what a message's index of words holds. */
export function lexemesOf({ room_id, body }: Pick<Indexed, 'room_id' | 'body'>): string[] {
  return [roomLexeme(room_id), ...wordsOf(body)]
}
