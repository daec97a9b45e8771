import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database } from '../db/database'
import { migrate } from '../db/migrate'
import { type DatabaseAddress, openDatabase } from '../db/open'
import { createCommitQueue } from '../domain/commit-queue'
import type { RoomId } from '../shared/ids'
import { SERVER_SIZES } from '../shared/server-sizes'
import { describeOnDialects } from '../testing/databases'
import { fillStore, readAsMember } from '../testing/full-store'
import { createPeople, EPOCH, newPost } from '../testing/people'
import { backUp } from './back-up'
import { tallyAll } from './tally'

describeOnDialects('a backup', ({ createAddress }) => {
  let url: DatabaseAddress
  let remove: () => Promise<void>
  let database: Database
  let folder: string
  let file: string

  beforeEach(async () => {
    ;({ url, remove } = await createAddress())
    database = openDatabase({ url })
    await migrate(database)
    folder = mkdtempSync(join(tmpdir(), 'parley-backup-'))
    file = join(folder, 'kept', 'today.db')
  })
  afterEach(async () => {
    await database.close()
    await remove()
    rmSync(folder, { recursive: true })
  })

  async function within<T>(run: (backup: Database) => Promise<T>): Promise<T> {
    const backup = openDatabase({ url: { kind: 'sqlite', file } })
    try {
      return await run(backup)
    } finally {
      await backup.close()
    }
  }

  test('of a running store is one file for its owner only, with every row and the words to find them by', async () => {
    const { roomId } = await fillStore(database)
    const manifest = await backUp(url, file)
    expect(readdirSync(join(folder, 'kept'))).toEqual(['today.db'])
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600')
    expect(manifest).toEqual(await tallyAll(database.read))
    expect(await within(({ read }) => tallyAll(read))).toEqual(manifest)
    expect(await within((backup) => readAsMember(backup, roomId))).toEqual(await readAsMember(database, roomId))
  })

  test('taken in a burst of writes holds a beginning of every room’s log: what was told stored before, and no gap', async () => {
    const people = createPeople(database)
    const ada = await people.guest()
    const rooms: RoomId[] = []
    while (rooms.length < 5) rooms.push((await people.room(ada)).id)
    const errors: unknown[] = []
    const queue = createCommitQueue({
      database,
      now: () => EPOCH,
      onCommitted: () => {},
      onError: (error) => errors.push(error),
    })
    const stored = new Map<RoomId, number>()
    let isOver = false
    // Enough for whole batches, which wait for nothing.
    const writers = Array.from({ length: 2 * SERVER_SIZES.commitBatch }, async (_, at) => {
      while (!isOver) {
        const roomId = people.random.pick(rooms)
        const { seq } = await queue.commit(newPost(roomId, ada, `${at} ${'x'.repeat(2_000)}`))
        stored.set(roomId, Math.max(stored.get(roomId) ?? 0, seq))
      }
    })
    while ([...stored.values()].reduce((sum, seq) => sum + seq, 0) < 2_000)
      await new Promise((turn) => setImmediate(turn))
    const before = new Map(stored)
    await backUp(url, file)
    const after = new Map(stored)
    isOver = true
    await Promise.all(writers)
    expect(errors).toEqual([])
    let [atBegin, atEnd] = [0, 0]
    for (const roomId of rooms) {
      const { head, revs } = await within(async ({ read }) => ({
        head: (await read.selectFrom('rooms').select('rev').where('id', '=', roomId).executeTakeFirstOrThrow()).rev,
        revs: await read.selectFrom('messages').select('seq').where('room_id', '=', roomId).orderBy('seq').execute(),
      }))
      expect(revs.map(({ seq }) => seq)).toEqual(Array.from({ length: head }, (_, at) => at + 1))
      expect(head).toBeGreaterThanOrEqual(before.get(roomId) ?? 0)
      atBegin += before.get(roomId) ?? 0
      atEnd += after.get(roomId) ?? 0
    }
    // Writers went on meanwhile, or this would show nothing.
    expect(atEnd).toBeGreaterThan(atBegin)
  })

  test('replaces nothing, and one that fails leaves nothing behind', async () => {
    await backUp(url, file)
    await expect(backUp(url, file)).rejects.toThrow(/today\.db exists already\.$/)
    const other = join(folder, 'other')
    await sql`delete from kysely_migration`.execute(database.write)
    if (url.kind === 'postgres') await expect(backUp(url, join(other, 'x.db'))).rejects.toThrow(/of an older version/)
    else {
      await database.close()
      writeFileSync(url.file, 'no database')
      await expect(backUp(url, join(other, 'x.db'))).rejects.toThrow(
        /^The database .+ is damaged \(file is not a database\)/,
      )
    }
    expect(readdirSync(other)).toEqual([])
  })
})
