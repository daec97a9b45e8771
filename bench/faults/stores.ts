// The stores of a run: files, or one private Postgres with a database for each lab.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { findPostgres, startPostgres, type TestPostgres } from '#lib/testing/postgres'

export type StoreKind = 'sqlite' | 'postgres'

/** Where a lab keeps its rows. `url` is set on Postgres. */
export type Store = { kind: StoreKind; dataDir: string; url?: string; remove(): Promise<void> }

export type Stores = {
  /** Why there is no Postgres, where there is none. */
  lacking?: string
  open(kind: StoreKind): Promise<Store>
  /** Runs SQL on the maintenance database. */
  administer(statement: string): Promise<pg.QueryResult>
  close(): Promise<void>
}

const opened = new Set<Stores>()

/** For a run that is interrupted: nodes end with their harness by themselves; a store would outlive it. */
export async function closeAllStores(): Promise<void> {
  await Promise.all([...opened].map((stores) => stores.close()))
}

export function openStores(): Stores {
  const bin = findPostgres()
  const folders = new Set<string>()
  let server: Promise<TestPostgres> | undefined

  async function url(): Promise<string> {
    if (bin === undefined) throw new Error('There is no Postgres on this machine.')
    server ??= startPostgres(bin)
    return (await server).url
  }

  async function administer(statement: string): Promise<pg.QueryResult> {
    const client = new pg.Client({ connectionString: await url() })
    client.on('error', () => {})
    await client.connect()
    try {
      return await client.query(statement)
    } finally {
      await client.end()
    }
  }

  const stores: Stores = {
    ...(bin === undefined ? { lacking: 'no Postgres under /usr/lib/postgresql/*/bin or in PATH' } : {}),
    administer,
    async open(kind) {
      const dataDir = mkdtempSync(join(tmpdir(), 'parley-lab-'))
      folders.add(dataDir)
      const removeFolder = () => {
        folders.delete(dataDir)
        rmSync(dataDir, { recursive: true, force: true })
      }
      if (kind === 'sqlite') return { kind, dataDir, remove: async () => removeFolder() }
      const name = `lab_${randomBytes(6).toString('hex')}`
      await administer(`create database ${name}`)
      const own = new URL(await url())
      own.pathname = name
      return {
        kind,
        dataDir,
        url: own.href,
        async remove() {
          removeFolder()
          await administer(`drop database if exists ${name} with (force)`)
        },
      }
    },
    async close() {
      opened.delete(stores)
      await (await server)?.stop()
      server = undefined
      for (const folder of folders) rmSync(folder, { recursive: true, force: true })
    },
  }
  opened.add(stores)
  return stores
}
