// The time by which things are stored and expire. Nodes that share a database share its clock, however wrong their own is.
import { sql } from 'kysely'
import type { Database } from './database'

export type Clock = {
  /** Milliseconds since 1970. */
  now(): number
  close(): void
}

const ASK_EVERY = 60_000

/**
 * On Postgres its clock, asked for now and then and counted on from there by a clock that nobody can set; with the
 * embedded store that of this machine, which is then the only one.
 * @throws the database's fault when it cannot be asked the first time; later the last answer is counted on from
 */
export async function openClock(database: Database, askEveryMs: number = ASK_EVERY): Promise<Clock> {
  if (database.dialect === 'sqlite') return { now: () => Date.now(), close: () => {} }
  let offset = await findOffset(database)
  const timer = setInterval(() => {
    findOffset(database).then(
      (found) => {
        offset = found
      },
      // Counted on from the last answer, it is no worse than a moment ago; whoever needs the database hears of it.
      () => {},
    )
  }, askEveryMs)
  return { now: () => Math.round(performance.now() + offset), close: () => clearInterval(timer) }
}

/** How far the database's clock is ahead of `performance.now()`, milliseconds, off by half of what asking took. */
async function findOffset({ read }: Database): Promise<number> {
  const askedAt = performance.now()
  const asked = sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`.as('now')
  const { now } = await read.selectNoFrom(asked).executeTakeFirstOrThrow()
  return now - (askedAt + performance.now()) / 2
}
