// A commit queue with everything it tells written down.
import type { Database } from '../db/database'
import { type CommitQueue, createCommitQueue } from '../domain/commit-queue'
import type { CommittedRange, LogChange } from '../domain/log-change'
import { isRefusal } from '../shared/refusal'
import { EPOCH } from './people'

export type WatchedQueue = {
  queue: CommitQueue
  /** What each commit told, one list a commit. */
  batches: CommittedRange[][]
  errors: unknown[]
  /** How many transactions it has begun. */
  transactions(): number
  /** What becomes of changes that are handed over all at once: the rev of each, or the code of its refusal. */
  commitAll(changes: readonly LogChange[]): Promise<(number | string)[]>
}

/**
 * @param apartMs how far apart its commits begin, milliseconds; as in a server where it is not given
 * @param busyShare how busy the process is, 0 to 1
 */
export function watchQueue(database: Database, apartMs?: number, busyShare = () => 0): WatchedQueue {
  const batches: CommittedRange[][] = []
  const errors: unknown[] = []
  let transactions = 0
  const counting: Database = {
    ...database,
    transact: (run) => {
      transactions += 1
      return database.transact(run)
    },
  }
  const queue = createCommitQueue({
    database: counting,
    now: () => EPOCH,
    onCommitted: (ranges) => batches.push(ranges),
    onError: (error) => errors.push(error),
    busyShare,
    ...(apartMs === undefined ? {} : { apartMs }),
  })
  return {
    queue,
    batches,
    errors,
    transactions: () => transactions,
    async commitAll(changes) {
      const settled = await Promise.allSettled(changes.map((change) => queue.commit(change)))
      return settled.map((one) => (one.status === 'fulfilled' ? one.value.rev : codeOf(one.reason)))
    },
  }
}

function codeOf(error: unknown): string {
  return isRefusal(error) ? error.code : String(error)
}
