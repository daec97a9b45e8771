// Finding messages of one room by their words: all of them, whole, the last one as a beginning.
import { sql } from 'kysely'
import type { Dialect, Trx } from '../db/database'
import type { RoomId } from '../shared/ids'
import type { Message } from '../shared/model'
import { queryWordsOf } from '../shared/words'
import { type MessageRow, toMessages, withinBytes } from './messages'
import { roomLexeme, roomToken } from './search-index'

export type Searching = { query: string; beforeSeq: number | undefined; limit: number }
export type Found = { messages: Message[]; hasMore: boolean }

/** The newest hits first. A query without a word, such as an emoji, finds nothing. */
export async function searchMessages(
  trx: Trx,
  dialect: Dialect,
  roomId: RoomId,
  { query, beforeSeq, limit }: Searching,
): Promise<Found> {
  const words = queryWordsOf(query)
  if (words.length === 0) return { messages: [], hasMore: false }
  const before = beforeSeq ?? Number.MAX_SAFE_INTEGER
  const rows = await (dialect === 'sqlite' ? findInSqlite : findInPostgres)(trx, roomId, words, before, limit + 1)
  const messages = withinBytes(await toMessages(trx, rows.slice(0, limit)))
  return { messages, hasMore: messages.length < rows.length }
}

type Find = (trx: Trx, roomId: RoomId, words: readonly string[], before: number, limit: number) => Promise<MessageRow[]>

const findInSqlite: Find = async (trx, roomId, words, before, limit) => {
  const last = words.length - 1
  // Words are letters and digits only, so no quote of theirs can end the string.
  const terms = words.map((word, at) => `words:"${word}"${at === last ? ' *' : ''}`)
  const match = [`room:"${roomToken(roomId)}"`, ...terms].join(' AND ')
  // The living messages of a room have rows in the order of their seqs: the index walks backwards and stops at the limit.
  const from = sql`(select row from messages
    where room_id = ${roomId} and seq < ${before} and deleted_at is null order by seq desc limit 1)`
  const { rows } = await sql<MessageRow>`select m.* from message_words w
    cross join messages m on m.row = w.rowid
    where w.message_words match ${match} and w.rowid <= ${from}
    order by w.rowid desc limit ${limit}`.execute(trx)
  return rows
}

const findInPostgres: Find = async (trx, roomId, words, before, limit) => {
  const last = words.length - 1
  const terms = words.map((word, at) => `'${word}'${at === last ? ':*' : ''}`)
  const match = [`'${roomLexeme(roomId)}'`, ...terms].join(' & ')
  const { rows } = await sql<MessageRow>`select m.* from message_words w
    join messages m on m.id = w.message_id
    where w.words @@ ${match}::tsquery and m.seq < ${before}
    order by m.seq desc limit ${limit}`.execute(trx)
  return rows
}
