// A store as tools use it: with the patience of tools.
import type { Database } from '../db/database'
import { type DatabaseAddress, openDatabase } from '../db/open'

const HOUR = 3_600_000

/** Statements of a tool go over whole tables; a lock still means that a server is running. */
export function openStore(url: DatabaseAddress): Database {
  return openDatabase({ url, patience: { statement: HOUR, answer: HOUR + 1_000, idle: HOUR } })
}

/** An address without its password. */
export function nameOf(url: DatabaseAddress): string {
  if (url.kind === 'sqlite') return url.file
  const { host, pathname } = new URL(url.url)
  return `postgres://${host}${pathname}`
}
