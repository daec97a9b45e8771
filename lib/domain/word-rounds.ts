// Has the words that wait indexed, though nobody searches.
import type { Database } from '../db/database'
import { isRefusal } from '../shared/refusal'
import { SERVER_TIMES } from '../shared/server-times'
import { type BusyShare, NEARLY_FULL } from './busy-share'
import { indexWaiting } from './waiting-words'

/** A round is put off so often at most. */
const MOST_PUT_OFF = 10
/** Nobody waits for a round: what it catches up with takes one part in five of the time. */
const REST = 4

export type WordRounds = {
  /** Something was posted, or may have been. */
  posted(): void
  /** Begins no more rounds, and waits for the lot that is under way. */
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
      await indexWaiting(database, { rest: REST, goesOn: () => !isClosed })
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
