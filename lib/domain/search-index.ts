// The words of living messages, written in the transaction that writes the log. Deleting a message's row deletes its
// words too; a tombstone's are deleted here.
import { sql } from 'kysely'
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

/** Indexes messages just posted, at least one, in the order of posting. */
export async function indexMessages(trx: Trx, dialect: Dialect, messages: readonly Indexed[]): Promise<void> {
  if (dialect === 'postgres') {
    const values = messages.map((message) => sql`(${message.id}, array_to_tsvector(${lexemesOf(message)}::text[]))`)
    await sql`insert into message_words (message_id, words) values ${sql.join(values)}`.execute(trx)
    return
  }
  const ids = messages.map(({ id }) => sql`(${id})`)
  const { rows } = await sql<{ id: number; message_id: MessageId }>`
    insert into message_word_rows (message_id) values ${sql.join(ids)} returning id, message_id`.execute(trx)
  const rowIds = new Map(rows.map((row) => [row.message_id, row.id]))
  const values = messages.map(
    (message) => sql`(${rowIds.get(message.id)}, ${roomToken(message.room_id)}, ${wordsOf(message.body).join(' ')})`,
  )
  await sql`insert into message_words (rowid, room, words) values ${sql.join(values)}`.execute(trx)
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
