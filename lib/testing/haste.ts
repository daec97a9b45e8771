// Faults of Postgres without the waits of service.
import type { Patience } from '../db/postgres-pool'

export const HASTE: Patience = { connect: 1_000, statement: 1_000, lock: 600, idle: 1_000, answer: 1_500, rest: 200 }

/** What a passing fault is told as. */
export const RETRY = { name: 'Refusal', code: 'retry' }
