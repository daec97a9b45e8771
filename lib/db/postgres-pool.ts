// Connections to Postgres: bounded waits, faults told as refusals, broken connections thrown away.
import type { PostgresPool, PostgresPoolClient } from 'kysely'
import pg from 'pg'
import { Refusal } from '../shared/refusal'
import { type Breaker, createBreaker } from './breaker'
import { isAway, isStalePlan, refusalFor } from './faults'
import { createNames, type NameOf } from './postgres-names'

/** How long to wait for what, in milliseconds. */
export type Patience = {
  /** For a connection: until the server answers, or until another caller gives one back. */
  connect: number
  /** For a statement, told to the server. */
  statement: number
  /** For a row's lock, told to the server. */
  lock: number
  /** For a transaction whose caller does nothing, told to the server. */
  idle: number
  /** For an answer of a server that keeps none of the above, since it hangs itself. */
  answer: number
  /** Between two attempts at a database that is away. */
  rest: number
}

export const PATIENCE: Patience = {
  connect: 5_000,
  statement: 5_000,
  lock: 3_000,
  idle: 10_000,
  answer: 6_000,
  rest: 1_000,
}

const CONNECTIONS = 10
const FAILURES = 3
const BIGINT = 20

type Options = { url: string; patience: Patience; onFault(fault: Error): void }

/**
 * A pool on `url`. Its clients throw the refusal `retry` for what passes; `onFault` hears of each such fault, and of
 * connections that die while nobody uses them: without a listener the first one ends the process.
 */
export function openPool({ url, patience, onFault }: Options): PostgresPool {
  const types = new pg.TypeOverrides()
  // Counters and milliseconds stay far below 2^53.
  types.setTypeParser(BIGINT, Number)
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'parley',
    types,
    max: CONNECTIONS,
    // One stays: whoever restores a backup finds a running server by its connection.
    min: 1,
    keepAlive: true,
    connectionTimeoutMillis: patience.connect,
    query_timeout: patience.answer,
    statement_timeout: patience.statement,
    lock_timeout: patience.lock,
    idle_in_transaction_session_timeout: patience.idle,
    options: '-c synchronous_commit=on',
  })
  pool.on('error', onFault)
  const breaker = createBreaker({ failures: FAILURES, restMs: patience.rest, now: () => performance.now() })
  const watch: Watch = { breaker, onFault, nameOf: createNames() }
  return {
    async connect() {
      if (!breaker.admits()) throw new Refusal('retry')
      return lend(await watched(watch, () => pool.connect()), watch)
    },
    end: () => pool.end(),
  }
}

type Watch = { breaker: Breaker; onFault(fault: Error): void; nameOf: NameOf }

function lend(client: pg.PoolClient, watch: Watch): PostgresPoolClient {
  let isBroken = false
  const hear = (fault: Error): void => {
    isBroken = true
    watch.onFault(fault)
  }
  // The pool listens to those that nobody uses only; one that dies between two statements would end the process.
  client.on('error', hear)
  const query = async (statement: string, parameters: readonly unknown[]) => {
    try {
      const query = { name: watch.nameOf(statement), text: statement, values: [...parameters] }
      const result = await watched(watch, () => client.query(query))
      watch.breaker.succeeded()
      return result
    } catch (fault) {
      // A statement given up is still under way there, and whatever came next would wait behind it.
      const cause = fault instanceof Refusal ? fault.cause : fault
      if (isAway(cause) || isStalePlan(cause)) isBroken = true
      throw fault
    }
  }
  return {
    // Kysely's type has a second form, for cursors, which it uses only when given a cursor class.
    query: query as unknown as PostgresPoolClient['query'],
    release() {
      client.off('error', hear)
      client.release(isBroken)
    },
  }
}

async function watched<T>({ breaker, onFault }: Watch, attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt()
  } catch (fault) {
    if (isAway(fault)) breaker.failed()
    const refusal = refusalFor(fault)
    if (!refusal || !(fault instanceof Error)) throw fault
    onFault(fault)
    throw refusal
  }
}
