// What a fault of the store means to whoever asked for something: the one place that decides it, for both databases.
import { isRefusal, Refusal } from '../shared/refusal'

/** Passing faults by SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html), classes by their two letters. */
const PASSING = [
  '08', // the connection failed
  '40', // rolled back for another transaction's sake: a deadlock, a conflict
  '53', // too many connections, no memory
  '57', // statement_timeout, shutdown, crash recovery, starting up
  '58', // an error of the system below
  '25P03', // idle_in_transaction_session_timeout
  '55P03', // lock_timeout
  '55006', // in use by another
]

/** Faults that the network tells by its own codes. */
const UNREACHABLE =
  /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|ENOTFOUND|EAI_AGAIN)$/

/** Faults that the driver tells in words only (pg 8, client.js and pg-pool). */
const LOST =
  /^(Connection terminated|timeout expired$|Query read timeout$|Client has encountered a connection error|Client was closed and is not queryable)/
const POOL_EXHAUSTED = 'timeout exceeded when trying to connect'

/**
 * `storage_full` where there is no room left, `retry` where the same request may succeed a moment later, with the fault
 * as its cause; nothing where trying again would not help.
 */
export function refusalFor(fault: unknown): Refusal | undefined {
  if (isFull(fault)) return new Refusal('storage_full', {}, { cause: fault })
  return isPassing(fault) ? new Refusal('retry', {}, { cause: fault }) : undefined
}

/** True when another process holds SQLite's write lock; the same transaction may succeed a moment later. */
export function isBusy(fault: unknown): boolean {
  return isRefusal(fault) ? isBusy(fault.cause) : /^SQLITE_(BUSY|LOCKED)/.test(codeOf(fault))
}

/** True when the database was not reached, is not to be had, or went away: the next attempt would fail as late. */
export function isAway(fault: unknown): boolean {
  return /^(08|57P0|53300)/.test(codeOf(fault)) || UNREACHABLE.test(codeOf(fault)) || LOST.test(wordsOf(fault))
}

/** True when a kept plan of this connection is of before a migration, which another node has run meanwhile. */
export function isStalePlan(fault: unknown): boolean {
  return codeOf(fault) === '0A000' && wordsOf(fault).startsWith('cached plan')
}

/** True when the bytes of an embedded store are no database, or not all of one. */
export function isDamage(fault: unknown): boolean {
  return /^SQLITE_(CORRUPT|NOTADB|IOERR_SHORT_READ)|^DAMAGED$/.test(codeOf(fault))
}

/** What a look through an embedded store found wrong, or the sentence about it. */
export class Damage extends Error {
  readonly code = 'DAMAGED'
}

/** A sentence on one line where the fault is damage, else the fault. SQLite's own findings stand on lines of their own. */
export function tellDamage(what: string, fault: unknown, advice = ''): unknown {
  if (!isDamage(fault)) return fault
  return new Damage(`${what} is damaged (${wordsOf(fault).replaceAll(/\s+/g, ' ')}).${advice}`, { cause: fault })
}

function isPassing(fault: unknown): boolean {
  const code = codeOf(fault)
  return isSqlState(code)
    ? PASSING.some((beginning) => code.startsWith(beginning)) || isStalePlan(fault)
    : isBusy(fault) || isAway(fault) || wordsOf(fault) === POOL_EXHAUSTED
}

/** The disk, or the room given to the database. */
function isFull(fault: unknown): boolean {
  return ['SQLITE_FULL', 'ENOSPC', '53100'].includes(codeOf(fault))
}

function isSqlState(code: string): boolean {
  return /^[0-9A-Z]{5}$/.test(code) && code !== 'EPIPE'
}

function codeOf(fault: unknown): string {
  return fault instanceof Error && 'code' in fault ? String(fault.code) : ''
}

function wordsOf(fault: unknown): string {
  return fault instanceof Error ? fault.message : ''
}
