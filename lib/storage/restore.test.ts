// What a restore promises: docs/decisions/0015-restore.md.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../db/database'
import { migrate } from '../db/migrate'
import { type DatabaseAddress, openDatabase } from '../db/open'
import { findCatchUp } from '../domain/messages'
import { requireRoomForMember } from '../domain/rooms'
import type { RoomId } from '../shared/ids'
import type { Advance } from '../shared/model'
import { applyAdvance, emptyTimeline } from '../shared/timeline'
import { describeOnDialects, dialects } from '../testing/databases'
import { type FullStore, fillStore, readAsMember } from '../testing/full-store'
import { createPeople, type Guest } from '../testing/people'
import { backUp } from './back-up'
import { markRestored } from './mark-restored'
import { LEAP } from './raise-floors'
import { restore } from './restore'
import { tallyAll } from './tally'

describeOnDialects('a backup', ({ name: source, createAddress }) => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-restore-'))
  const file = join(folder, 'kept.db')
  let from: Awaited<ReturnType<typeof createAddress>>
  let original: Database
  let full: FullStore
  beforeAll(async () => {
    from = await createAddress()
    original = openDatabase({ url: from.url })
    await migrate(original)
    full = await fillStore(original)
    await backUp(from.url, file)
  })
  afterAll(async () => {
    await original.close()
    await from.remove()
    rmSync(folder, { recursive: true })
  })

  for (const target of dialects) {
    const reason = target.skip === undefined ? '' : ` (skipped: ${target.skip})`
    describe.skipIf(target.skip !== undefined)(`of ${source}, put on ${target.name}${reason}`, () => {
      test('is a whole store there', async () => {
        const { url, remove } = await target.createAddress()
        const { manifest, keptAs } = await restore({ file, to: url, force: false, now: new Date() })
        const restored = await openCurrent(url)
        const { rooms: _, ...others } = await tallyAll(restored.read)
        const [here, there] = [await readAsMember(original, full.roomId), await readAsMember(restored, full.roomId)]
        const tables = (await restored.read.introspection.getTables()).map((table) => table.name)
        await restored.close()
        await remove()
        expect(tables).not.toContain('backup_manifest')
        expect([manifest, keptAs]).toEqual([await tallyAll(original.read), undefined])
        expect(manifest).toMatchObject(others)
        expect(there).toEqual(here)
      })
    })
  }

  test('that is restored makes every client of before start over, and none that came after', async () => {
    const { url, remove } = await createAddress()
    await restore({ file, to: url, force: false, now: new Date() })
    const restored = await openCurrent(url)
    const people = createPeople(restored)
    const { roomId, ada, head } = full
    const lost = { ...emptyTimeline(roomId), cursor: head + 7, head: head + 7 }
    const fresh = await catchUp(restored, roomId, ada, undefined)
    expect(fresh).toMatchObject({ upto: head + LEAP, head: head + LEAP })
    // One that saw less than the backup has, as much, more, and as much as what was posted since.
    const cursors = [0, head - 3, head, head + 7, head + 20]
    const resets = () => Promise.all(cursors.map(async (at) => (await catchUp(restored, roomId, ada, at)).reset))
    expect(await resets()).toEqual(cursors.map(() => true))
    const places = await people.post(roomId, ada, ...Array.from({ length: 20 }, (_, at) => `after ${at}`))
    expect(places.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, at) => head + LEAP + at + 1))
    expect(await resets()).toEqual(cursors.map(() => true))
    const caught = applyAdvance(lost, await catchUp(restored, roomId, ada, lost.cursor)).timeline
    expect(caught.cursor).toBe(head + LEAP + 20)
    expect(caught.messages.slice(-20).map(({ body }) => body)).toEqual(places.map((_, at) => `after ${at}`))
    expect(await catchUp(restored, roomId, ada, fresh.upto)).not.toHaveProperty('reset')
    await restored.close()
    await remove()
  })

  test('that was put back by other means is marked by itself, while no server runs', async () => {
    const { url, remove } = await createAddress()
    const set = await openCurrent(url)
    const people = createPeople(set)
    const ada = await people.guest()
    const room = await people.room(ada)
    await people.post(room.id, ada, 'one', 'two')
    await expect(markRestored(url)).rejects.toThrow(/in use/)
    await set.close()
    for (const times of [1, 2]) {
      await markRestored(url)
      const marked = await openCurrent(url)
      const rows = await marked.read.selectFrom('rooms').select(['rev', 'floor_rev']).execute()
      await marked.close()
      expect(rows).toEqual([{ rev: times * LEAP + 2, floor_rev: times * LEAP + 2 }])
    }
    await remove()
  })
})

async function openCurrent(url: DatabaseAddress): Promise<Database> {
  const database = openDatabase({ url })
  await migrate(database)
  return database
}

function catchUp(database: Database, roomId: RoomId, { userId }: Guest, cursor: number | undefined): Promise<Advance> {
  return database.snapshot(async (trx) => findCatchUp(trx, await requireRoomForMember(trx, userId, { roomId }), cursor))
}
