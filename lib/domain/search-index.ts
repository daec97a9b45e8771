// The words of living messages, written in the transaction that writes the log. Deleting a message's row deletes its
// words too; a tombstone's are deleted here.
import { CompiledQuery, sql } from 'kysely'
import type { Dialect, Trx } from '../db/database'
import type { MessageId, RoomId } from '../shared/ids'
import { wordsOf } from '../shared/words'
import { createRowStatement } from './row-statement'

export type Indexed = { id: MessageId; room_id: RoomId; body: string }

/** Ids hold `-` and `_`, which would end a token of SQLite's. */
export function roomToken(roomId: RoomId): string {
  return Buffer.from(roomId).toString('hex')
}

/** No word begins with `=`, so no word is taken for a room. */
export function roomLexeme(roomId: RoomId): string {
  return `=${roomId}`
}

const insertLexemes = createRowStatement<never>({
  sqlite: '',
  postgres: {
    before: `insert into message_words (message_id, words)
      select column1, array_to_tsvector(column2) from (values`,
    types: ['text', 'text[]'],
    after: ') as posted',
  },
})

// One row and no query inside: anything else makes SQLite keep a way back within the statement, for which FTS5 puts what
// it has gathered into the index, one segment for every message.
const INTO_WORD_ROWS = 'insert into message_word_rows (message_id) values (?)'
const INTO_WORDS = 'insert into message_words (rowid, room, words) values (?, ?, ?)'

/** Indexes messages just posted, at least one, in the order of posting. */
export async function indexMessages(trx: Trx, dialect: Dialect, messages: readonly Indexed[]): Promise<void> {
  if (dialect === 'postgres') {
    const values = messages.map((message) => [message.id, lexemesOf(message)])
    await insertLexemes(trx, dialect, values)
    return
  }
  const ids = messages.map(({ id }) => [id])
  const { insertId } = await trx.executeQuery(CompiledQuery.raw(INTO_WORD_ROWS, ids))
  // The key counts up by one, and the writing transaction is alone.
  const first = Number(insertId) - messages.length + 1
  const values = messages.map(({ room_id, body }, at) => [first + at, roomToken(room_id), wordsOf(body).join(' ')])
  await trx.executeQuery(CompiledQuery.raw(INTO_WORDS, values))
}

/** An edited message has other words, at the same place among the hits. */
export async function reindexMessage(trx: Trx, dialect: Dialect, message: Indexed): Promise<void> {
  if (dialect === 'postgres') {
    await sql`update message_words set words = array_to_tsvector(${lexemesOf(message)}::text[])
      where message_id = ${message.id}`.execute(trx)
    return
  }
  await sql`update message_words set words = ${wordsOf(message.body).join(' ')}
    where rowid = (select id from message_word_rows where message_id = ${message.id})`.execute(trx)
}

export async function unindexMessage(trx: Trx, dialect: Dialect, id: MessageId): Promise<void> {
  const table = sql.table(dialect === 'postgres' ? 'message_words' : 'message_word_rows')
  await sql`delete from ${table} where message_id = ${id}`.execute(trx)
}

function lexemesOf({ room_id, body }: Indexed): string[] {
  return [roomLexeme(room_id), ...wordsOf(body)]
}
