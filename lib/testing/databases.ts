// The databases that every contract test runs on. One suite, many implementations; a skip states its reason.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { describe, inject } from 'vitest'
import type { Database } from '../db/database'
import { migrate } from '../db/migrate'
import { type DatabaseAddress, openDatabase } from '../db/open'

export type TestDialect = {
  name: Database['dialect']
  /** Why there is none on this machine. */
  skip?: string
  /** A fresh, empty address: a file that does not exist yet, or a database just created. */
  createAddress(): Promise<{ url: DatabaseAddress; remove(): Promise<void> }>
  /** A fresh database with its tables; `close` also removes it. */
  open(): Promise<Database>
}

const postgres = inject('postgres')

const sqliteDialect = dialect('sqlite', createFile)
const postgresDialect =
  'url' in postgres
    ? dialect('postgres', () => createPostgresDatabase(postgres.url))
    : { ...dialect('postgres', () => Promise.reject(new Error(postgres.skip))), skip: postgres.skip }

export const dialects: readonly TestDialect[] = [sqliteDialect, postgresDialect]

/** Runs one suite on every dialect. Where a dialect is missing its tests count as skipped and their title says why. */
export function describeOnDialects(title: string, suite: (dialect: TestDialect) => void): void {
  for (const each of dialects) {
    const reason = each.skip === undefined ? '' : ` (skipped: ${each.skip})`
    describe.skipIf(each.skip !== undefined)(`${title}, on ${each.name}${reason}`, () => suite(each))
  }
}

function dialect(name: TestDialect['name'], createAddress: TestDialect['createAddress']): TestDialect {
  return {
    name,
    createAddress,
    async open() {
      const { url, remove } = await createAddress()
      const database = openDatabase({ url })
      const close = async () => {
        await database.close()
        await remove()
      }
      try {
        await migrate(database)
      } catch (error) {
        await close()
        throw error
      }
      return { ...database, close }
    },
  }
}

async function createFile() {
  const folder = mkdtempSync(join(tmpdir(), 'parley-sqlite-'))
  return {
    url: { kind: 'sqlite' as const, file: join(folder, 'parley.db') },
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function createPostgresDatabase(server: string) {
  const name = `test_${randomBytes(6).toString('hex')}`
  await execute(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = name
  return {
    url: { kind: 'postgres' as const, url: url.href },
    remove: () => execute(server, `drop database if exists ${name} with (force)`),
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
