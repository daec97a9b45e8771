// A server under load with the people to load it: ours on a database of its own, or the bare relay.
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import type { Database } from '#lib/db/database'
import { migrate } from '#lib/db/migrate'
import { type DatabaseAddress, openDatabase } from '#lib/db/open'
import { DEFAULT_LIMITS } from '#lib/shared/limits'
import type { SubjectKind } from './orders'
import { dataFolder, type Served, startServed } from './processes'
import { type Guest, seedCrowd } from './seed'

export type Store = { kind: 'sqlite' } | { kind: 'postgres'; url: string }

export type Stage = {
  subject: SubjectKind
  served: Served
  guests: Guest[]
  /** Ours only. */
  database: Database | undefined
  close(): Promise<void>
}

export type Cast = { rooms: number; members: number }

/** Rates and caps that one machine playing everybody must not meet; printed with the results. */
export const LIMITS = Object.entries({
  messageBurst: 10_000_000,
  messagesPerSecond: 1_000_000,
  readsPerSecond: 100_000,
  socketsPerAddress: 100_000,
  presenceGraceMs: DEFAULT_LIMITS.presenceGraceMs,
})
  .map(([name, number]) => `${name}=${number}`)
  .join(' ')

/** Signs the sessions of everybody in a benchmark. */
export const SECRET = randomBytes(32).toString('base64url')

/** @param counts whether the questions to the database are counted, which costs the server something */
export async function openStage(subject: SubjectKind, store: Store, cast: Cast, counts = false): Promise<Stage> {
  return subject === 'relay' ? openRelay(cast) : openOurs(store, cast, counts)
}

async function openRelay({ rooms, members }: Cast): Promise<Stage> {
  const served = await startServed('relay-server', {})
  const guests = Array.from({ length: members }, (_, at) => ({
    ...{ userId: `${at}`, cookie: '', roomId: `room-${at % rooms}` },
  })) as Guest[]
  return { subject: 'relay', served, guests, database: undefined, close: () => served.stop() }
}

async function openOurs(store: Store, cast: Cast, counts: boolean): Promise<Stage> {
  const folder = dataFolder()
  const home = await openHome(store, folder.path)
  const database = openDatabase({ url: home.address })
  await migrate(database)
  const guests = await seedCrowd(database, SECRET, cast)
  const served = await startServed('parley-server', {
    ...{ DATA_DIR: folder.path, AUTH_SECRET: SECRET, LIMITS, LOG_LEVEL: 'error' },
    ...(home.address.kind === 'postgres' ? { DATABASE_URL: home.address.url } : {}),
    ...(counts ? { COUNT_QUERIES: 'on' } : {}),
  })
  return {
    ...{ subject: 'parley', served, guests, database },
    async close() {
      await served.stop()
      await database.close()
      await home.remove()
      folder.remove()
    },
  }
}

async function openHome(store: Store, folder: string): Promise<{ address: DatabaseAddress; remove(): Promise<void> }> {
  if (store.kind === 'sqlite') {
    return { address: { kind: 'sqlite', file: join(folder, 'parley.db') }, remove: async () => {} }
  }
  const name = `bench_${randomBytes(6).toString('hex')}`
  await execute(store.url, `create database ${name}`)
  const url = new URL(store.url)
  url.pathname = name
  return {
    address: { kind: 'postgres', url: url.href },
    remove: () => execute(store.url, `drop database if exists ${name} with (force)`),
  }
}

async function execute(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
