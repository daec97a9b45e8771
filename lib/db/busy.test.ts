// Another process holds the store's write lock: a backup tool, or a second start.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createGuest } from '../domain/users'
import { SERVER_TIMES } from '../shared/server-times'
import { type LoopWatch, watchEventLoop } from '../testing/event-loop'
import { EPOCH, username } from '../testing/people'
import type { Database } from './database'
import { migrate } from './migrate'
import { openDatabase } from './open'

/** Takes the lock, says so, and gives it back when told. */
const HOLDER = `
  import Sqlite from 'better-sqlite3'
  const database = new Sqlite(process.argv[1])
  database.exec('begin immediate')
  process.stdout.write('held')
  process.stdin.once('data', () => {
    database.exec('commit')
    database.close()
    process.exit()
  })
`

async function holdLock(file: string): Promise<{ release(): Promise<void> }> {
  const holder = spawn(process.execPath, ['--input-type=module', '-e', HOLDER, file], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(holder, 'exit')
  await once(holder.stdout, 'data')
  return {
    async release() {
      if (holder.exitCode === null) holder.stdin.write('now')
      await ended
    },
  }
}

describe('while another process holds the write lock', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-busy-'))
  const file = join(folder, 'parley.db')
  let database: Database
  let lock: Awaited<ReturnType<typeof holdLock>>
  let loop: LoopWatch

  beforeEach(async () => {
    database = openDatabase({ url: { kind: 'sqlite', file } })
    await migrate(database)
    lock = await holdLock(file)
    loop = watchEventLoop()
  })
  afterEach(async () => {
    loop.stop()
    await lock.release()
    await database.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const write = () => database.transact((trx) => createGuest(trx, { name: username('Ada'), now: EPOCH }))

  test('a write waits its turn without blocking anybody, and succeeds once it is free', async () => {
    const started = performance.now()
    let isDone = false
    const written = write().finally(() => {
      isDone = true
    })
    await vi.waitFor(() => expect(performance.now() - started).toBeGreaterThan(900), 2_000)
    expect(isDone).toBe(false)
    await lock.release()
    await expect(written).resolves.toMatch(/^.{22}$/)
    expect(loop.longestBlockMs()).toBeLessThan(2 * 250)
  })

  test('a write gives up after five seconds with the refusal `retry`, while reads go on', async () => {
    const started = performance.now()
    let reads = 0
    const written = write()
    const refused = expect(written).rejects.toMatchObject({ name: 'Refusal', code: 'retry' })
    while ((await Promise.race([written.catch(() => 'settled'), database.ping()])) !== 'settled') {
      reads += 1
      await new Promise((resolve) => setImmediate(resolve))
    }
    await refused
    const took = performance.now() - started
    expect(took).toBeGreaterThan(SERVER_TIMES.busyRetryFor - 500)
    expect(took).toBeLessThan(SERVER_TIMES.busyRetryFor + 2_000)
    expect(loop.longestBlockMs()).toBeLessThan(2 * 250)
    expect(reads).toBeGreaterThan(30)
    await lock.release()
    await expect(write()).resolves.toMatch(/^.{22}$/)
  })

  test('a start waits for it too, instead of failing', async () => {
    const starting = openDatabase({ url: { kind: 'sqlite', file } })
    const started = performance.now()
    const migrated = migrate(starting)
    await vi.waitFor(() => expect(performance.now() - started).toBeGreaterThan(500), 2_000)
    await lock.release()
    await expect(migrated).resolves.toBeUndefined()
    await starting.close()
  })
})
