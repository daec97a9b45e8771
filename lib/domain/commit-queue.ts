// Group commit: changes that wait while a commit is in flight, or for its turn, share the next one.
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Database } from '../db/database'
import { isRefusal, Refusal, type RefusalCode } from '../shared/refusal'
import { SERVER_SIZES } from '../shared/server-sizes'
import { SERVER_TIMES } from '../shared/server-times'
import { AT_EASE, type BusyShare, byShare, NEARLY_FULL } from './busy-share'
import type { CommittedRange, LogChange, LogPlace, Outcome } from './log-change'
import { writeLog } from './log-writer'

export type CommitQueue = {
  /**
   * Resolves after the transaction that holds the change has committed.
   * @throws Refusal: the change's own, `invalid` for what the database rejects for good, `retry` when it is unknown or
   * impossible now, `storage_full`, `draining`
   */
  commit(change: LogChange): Promise<LogPlace>
  /** Refuses new changes, finishes those that wait. */
  drain(): Promise<void>
}

type Waiting = { change: LogChange; resolve(place: LogPlace): void; reject(refusal: Refusal): void }

type Parts = {
  database: Database
  now(): number
  /** Hears of each commit after the callers of `commit` were answered. */
  onCommitted(ranges: CommittedRange[]): void
  onError(error: unknown): void
  observer?: CommitObserver
  busyShare?: BusyShare
  /** Two commits begin at least so far apart, however busy the process is, unless enough waits; milliseconds. */
  apartMs?: number
}

/** Counts transactions. */
export type CommitObserver = {
  /** @param batch how many changes it held, the kinds of those it stored, and the seconds it took */
  committed(batch: { size: number; stored: readonly LogChange['kind'][]; seconds: number }): void
  commitFailed(): void
}

/** More than this waiting means the database cannot follow; saying so beats growing without end. */
const MOST_WAITING = 20_000
/** Commits take one part in so many of the time: what one takes longer, the next begins later and holds more. */
const PARTS = 5
/** Where many share one, each of them costs little, and waits a little longer to make it less. */
const PARTS_OF_MANY = 10
const MANY = 8
/** Where there is time on its hands, nobody waits so that there be more of it. */
const PARTS_AT_EASE = 2
/** So many that wait are worth a commit at once. */
const ENOUGH = 32

export function createCommitQueue(parts: Parts): CommitQueue {
  const { database, now, onCommitted, onError, observer, busyShare = () => 0 } = parts
  let waiting: Waiting[] = []
  let running: Promise<void> | undefined
  let isDraining = false
  /** When the last commit was begun, monotonic milliseconds. */
  let committedAt = Number.NEGATIVE_INFINITY
  let pauseMs = 0
  let endPause: (() => void) | undefined

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      await untilTurn()
      const batch = waiting.slice(0, SERVER_SIZES.commitBatch)
      waiting = waiting.slice(SERVER_SIZES.commitBatch)
      committedAt = performance.now()
      await commitTogether(batch)
      pauseMs = Math.min(SERVER_TIMES.commitsApartAtMost, (performance.now() - committedAt) * partsFor(batch.length))
    }
    running = undefined
  }

  /**
   * A commit has its price, however little is in it: what comes within a few milliseconds shares one. The turn is for
   * what arrives together; and SQLite answers synchronously, so that a long queue would starve every socket and timer.
   */
  async function untilTurn(): Promise<void> {
    await nextTurn()
    const pause = committedAt + Math.max(apart(), pauseMs) - performance.now()
    if (pause < 1 || hasEnough()) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pause)
      endPause = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    endPause = undefined
  }

  function apart(): number {
    const { commitsApart, commitsApartAtEase } = SERVER_TIMES
    return parts.apartMs ?? byShare(busyShare(), AT_EASE, commitsApartAtEase, commitsApart)
  }

  function partsFor(size: number): number {
    return byShare(busyShare(), AT_EASE, PARTS_AT_EASE, size < MANY ? PARTS : PARTS_OF_MANY)
  }

  function hasEnough(): boolean {
    return waiting.length >= byShare(busyShare(), NEARLY_FULL, ENOUGH, SERVER_SIZES.commitBatch)
  }

  async function commitTogether(batch: readonly Waiting[]): Promise<void> {
    const dialect = database.dialect
    const changes = batch.map(({ change }) => change)
    const begunAt = performance.now()
    try {
      const { outcomes, ranges } = await database.transact((trx) => writeLog(trx, changes, { dialect, now: now() }))
      batch.forEach((item, index) => {
        answer(item, outcomes[index])
      })
      committed(ranges)
      const stored = changes.filter((_, index) => outcomes[index]?.ok).map(({ kind }) => kind)
      observer?.committed({ size: batch.length, stored, seconds: (performance.now() - begunAt) / 1_000 })
    } catch (error) {
      observer?.commitFailed()
      if (batch.length > 1 && isRowFault(error)) {
        // One change that the database cannot take must not fail its neighbours.
        for (const item of batch) {
          await commitTogether([item])
          await nextTurn()
        }
        return
      }
      if (!isRefusal(error)) onError(error)
      const code = codeFor(error)
      for (const item of batch) item.reject(new Refusal(code))
    }
  }

  function committed(ranges: CommittedRange[]): void {
    try {
      onCommitted(ranges)
    } catch (error) {
      onError(error)
    }
  }

  return {
    commit(change) {
      if (isDraining) return Promise.reject(new Refusal('draining'))
      if (waiting.length >= MOST_WAITING) return Promise.reject(new Refusal('retry'))
      return new Promise((resolve, reject) => {
        waiting.push({ change, resolve, reject })
        running ??= run()
        if (endPause && hasEnough()) endPause()
      })
    },
    async drain() {
      isDraining = true
      await running
    },
  }
}

function codeFor(error: unknown): RefusalCode {
  if (isRefusal(error)) return error.code
  // What the database rejects today it rejects tomorrow: a client must not send it for ever.
  // Anything else may or may not have been committed; sent again under the same key, it is settled.
  return isRowFault(error) ? 'invalid' : 'retry'
}

/** True when the database refused a value or a constraint, rather than the whole transaction. */
function isRowFault(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false
  // https://sqlite.org/rescode.html; https://www.postgresql.org/docs/current/errcodes-appendix.html classes 22, 23
  return /^(SQLITE_(CONSTRAINT|MISMATCH|TOOBIG|RANGE)|2[23])/.test(String(error.code))
}

function answer(item: Waiting, outcome: Outcome | undefined): void {
  if (outcome?.ok) {
    item.resolve(outcome.place)
    return
  }
  /* v8 ignore next -- @preserve every change has an outcome, which the type of two lists side by side cannot say */
  item.reject(outcome?.refusal ?? new Refusal('internal'))
}
