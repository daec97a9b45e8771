// On SQLite a message's words follow its commit by a moment, many messages at once: put into the index one by one, they
// cost more than the messages. Whoever searches first has what waits indexed, so nobody can tell.
import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Database, Db, Trx } from '../db/database'
import { isRefusal } from '../shared/refusal'
import { SERVER_TIMES } from '../shared/server-times'
import { type BusyShare, NEARLY_FULL } from './busy-share'
import { type InRow, indexRows } from './search-index'

/** A round is put off so often at most. */
const MOST_PUT_OFF = 10
/** Between two lots others run: one takes some five milliseconds. */
const AT_ONCE = 200

/**
 * Indexes every message that was committed before the call.
 * @throws Refusal `retry` or `storage_full`
 */
export async function indexWaiting({ dialect, read, transact }: Database): Promise<void> {
  if (dialect === 'postgres' || !(await hasWaiting(read))) return
  while ((await transact(indexSome)) === AT_ONCE) await nextTurn()
}

async function hasWaiting(read: Db): Promise<boolean> {
  const { rows } = await sql`select row from messages where row > (select row from message_words_upto) limit 1`.execute(
    read,
  )
  return rows.length > 0
}

/** How many were looked at; the deleted among them have no words. */
async function indexSome(trx: Trx): Promise<number> {
  const { rows } = await sql<InRow & { deleted_at: number | null }>`select row, room_id, body, deleted_at from messages
    where row > (select row from message_words_upto) order by row limit ${AT_ONCE}`.execute(trx)
  const last = rows.at(-1)
  if (!last) return 0
  const living = rows.filter(({ deleted_at }) => deleted_at === null)
  if (living.length > 0) await indexRows(trx, living)
  await sql`update message_words_upto set row = ${last.row}`.execute(trx)
  return rows.length
}

export type WordRounds = {
  /** Something was posted, or may have been. */
  posted(): void
  /** Begins no more rounds, and waits for one that runs. */
  close(): Promise<void>
}

type Parts = { database: Database; onError(error: unknown): void; busyShare: BusyShare }

/**
 * A round a moment after the first post it serves, so that a search seldom finds much to do. While the process is nearly
 * full, what people wait for goes first, for so many rounds at most.
 */
export function createWordRounds({ database, onError, busyShare }: Parts): WordRounds {
  let timer: NodeJS.Timeout | undefined
  let putOff = 0
  let running = Promise.resolve()
  let isClosed = false

  async function round(): Promise<void> {
    try {
      await indexWaiting(database)
    } catch (error) {
      // A full disk or a busy one: what waits is indexed with the next post, or by the next who searches.
      if (!isRefusal(error)) onError(error)
    }
  }

  function wait(): void {
    timer ??= setTimeout(() => {
      // What is posted from here on may come too late for this round.
      timer = undefined
      if (busyShare() > NEARLY_FULL.from && putOff < MOST_PUT_OFF) {
        putOff += 1
        wait()
        return
      }
      putOff = 0
      running = running.then(round)
    }, SERVER_TIMES.wordsIndexedAfter).unref()
  }

  return {
    posted() {
      if (!isClosed && database.dialect === 'sqlite') wait()
    },
    async close() {
      isClosed = true
      clearTimeout(timer)
      await running
    },
  }
}
