// R5 and R6: what somebody missed, in pages, from one moment of the database.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../db/database'
import type { RoomId } from '../shared/ids'
import { SIZES } from '../shared/limits'
import type { Advance } from '../shared/model'
import { applyAdvance, emptyTimeline } from '../shared/timeline'
import { describeOnDialects } from '../testing/databases'
import { createPeople, type Guest, newPost, type People, placeOf } from '../testing/people'
import { findCatchUp } from './messages'
import { requireRoomForMember } from './rooms'

describeOnDialects('catching up', ({ open }) => {
  let database: Database
  let people: People
  let ada: Guest
  beforeAll(async () => {
    database = await open()
    people = createPeople(database)
    ada = await people.guest('Ada')
  })
  afterAll(() => database.close())

  function catchUp(roomId: RoomId, cursor?: number): Promise<Advance> {
    return database.snapshot(async (trx) => {
      const member = await requireRoomForMember(trx, ada.userId, { roomId })
      return findCatchUp(trx, member, cursor)
    })
  }

  async function roomOf(count: number, body = 'x'): Promise<RoomId> {
    const { id } = await people.room(ada)
    for (let left = count; left > 0; left -= 128) await people.post(id, ada, ...Array(Math.min(left, 128)).fill(body))
    return id
  }

  const span = ({ since, upto, head, messages, reset }: Advance) => ({
    since,
    upto,
    head,
    count: messages.length,
    reset,
  })

  test('gives pages of 200 in rev order, the last of them up to the head', async () => {
    const id = await roomOf(450)
    const pages = [await catchUp(id, 0), await catchUp(id, 200), await catchUp(id, 400), await catchUp(id, 450)]
    expect(pages.map(span)).toEqual([
      { since: 0, upto: 200, head: 450, count: 200 },
      { since: 200, upto: 400, head: 450, count: 200 },
      { since: 400, upto: 450, head: 450, count: 50 },
      { since: 450, upto: 450, head: 450, count: 0 },
    ])
    const revs = pages.flatMap(({ messages }) => messages.map(({ rev }) => rev))
    expect(revs).toEqual(Array.from({ length: 450 }, (_, index) => index + 1))
  })

  test('exactly 200 missed changes are one page, up to the head', async () => {
    const id = await roomOf(200)
    expect(span(await catchUp(id, 0))).toEqual({ since: 0, upto: 200, head: 200, count: 200 })
  })

  test('cuts a page before 64 KB, and never to nothing', async () => {
    const id = await roomOf(12, 'x'.repeat(11_900))
    const first = await catchUp(id, 0)
    expect(Buffer.byteLength(JSON.stringify(first))).toBeLessThanOrEqual(SIZES.advanceBytes)
    expect(span(first)).toEqual({ since: 0, upto: 5, head: 12, count: 5 })
    expect(span(await catchUp(id, 5))).toMatchObject({ since: 5, upto: 10 })
    expect(span(await catchUp(id, 10))).toMatchObject({ since: 10, upto: 12, count: 2 })
  })

  test('finds what changed, each as it is now, and tombstones too', async () => {
    const id = await roomOf(5)
    const { messages } = await catchUp(id, 0)
    const [first, second] = messages
    if (!first || !second) throw new Error('nothing was posted')
    const by = { roomId: id, userId: ada.userId }
    await people.write(
      { kind: 'edit', ...by, messageId: first.id, body: 'once' },
      { kind: 'react', ...by, messageId: first.id, emoji: '👍', on: true },
      { kind: 'delete', ...by, messageId: second.id },
    )
    const missed = await catchUp(id, 5)
    expect(missed).toMatchObject({ since: 5, upto: 8, head: 8 })
    expect(missed.messages.map(({ seq, rev, body }) => [seq, rev, body])).toEqual([
      [1, 7, 'once'],
      [2, 8, ''],
    ])
    expect(missed.messages[0]?.reactions).toEqual([{ emoji: '👍', userIds: [ada.userId] }])
    expect(missed.messages[1]).toHaveProperty('deletedAt')
    expect(span(await catchUp(id, 6))).toEqual({ since: 6, upto: 8, head: 8, count: 2 })
    expect(span(await catchUp(id, 7))).toEqual({ since: 7, upto: 8, head: 8, count: 1 })
  })

  test('starts over without a cursor, with the newest fifty', async () => {
    const id = await roomOf(60)
    const snapshot = await catchUp(id)
    expect(span(snapshot)).toEqual({ since: 0, upto: 60, head: 60, count: 50, reset: true })
    expect(snapshot.messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 50 }, (_, index) => index + 11))
    expect(span(await catchUp(await roomOf(0)))).toEqual({ since: 0, upto: 0, head: 0, count: 0, reset: true })
  })

  test('starts over when more than 1,000 changes were missed, not at 1,000', async () => {
    const id = await roomOf(1_101)
    expect(span(await catchUp(id, 101))).toEqual({ since: 101, upto: 301, head: 1_101, count: 200 })
    expect(span(await catchUp(id, 100))).toEqual({ since: 100, upto: 1_101, head: 1_101, count: 50, reset: true })
  })

  test('starts over below the floor of what is kept, not at it', async () => {
    const id = await roomOf(20)
    await database.write.updateTable('rooms').set({ floor_rev: 10 }).where('id', '=', id).execute()
    expect((await catchUp(id, 9)).reset).toBe(true)
    expect((await catchUp(id, 10)).reset).toBeUndefined()
  })

  test('starts over from a cursor above the head: the database is older than what was seen', async () => {
    const id = await roomOf(20)
    const restored = await catchUp(id, 21)
    expect(span(restored)).toEqual({ since: 21, upto: 20, head: 20, count: 20, reset: true })
    const ahead = { ...emptyTimeline(id), cursor: 21, head: 21 }
    expect(applyAdvance(ahead, restored).timeline).toMatchObject({ cursor: 20, head: 20 })
  })

  test('a snapshot keeps to 64 KB too, from the newest backwards', async () => {
    const id = await roomOf(12, 'x'.repeat(11_900))
    const snapshot = await catchUp(id)
    expect(snapshot.messages.map(({ seq }) => seq)).toEqual([8, 9, 10, 11, 12])
    expect(Buffer.byteLength(JSON.stringify(snapshot))).toBeLessThanOrEqual(SIZES.advanceBytes)
  })

  test('a stranger and somebody who left are told the same nothing', async () => {
    const id = await roomOf(1)
    const eve = await people.guest('Eve')
    const asked = database.snapshot((trx) => requireRoomForMember(trx, eve.userId, { roomId: id }))
    await expect(asked).rejects.toMatchObject({ code: 'not_found' })
  })

  test('reads rows and head at one moment: a reader among writers is never told of a head whose rows it lacks', async () => {
    const { id } = await people.room(ada)
    let isWriting = true
    const writers = Promise.all([1, 2].map((writer) => write(id, writer))).finally(() => {
      isWriting = false
    })
    let timeline = emptyTimeline(id)
    let reads = 0
    while (isWriting || timeline.cursor < (await people.see(id, ada)).head) {
      timeline = applyAdvance(timeline, await catchUp(id, timeline.cursor)).timeline
      reads += 1
      if (reads % 8 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    await writers
    const fresh = await database.read
      .selectFrom('messages')
      .select(['seq', 'rev', 'body'])
      .where('room_id', '=', id)
      .orderBy('seq')
      .execute()
    expect(timeline.messages.map(({ seq, rev, body }) => ({ seq, rev, body }))).toEqual(fresh)
    expect(reads).toBeGreaterThan(5)
  })

  async function write(id: RoomId, writer: number): Promise<void> {
    const by = { roomId: id, userId: ada.userId }
    for (let round = 0; round < 25; round += 1) {
      const { outcomes } = await people.write(newPost(id, ada, `${writer}/${round}`))
      const messageId = placeOf(outcomes[0]).id
      await people.write({ kind: 'edit', ...by, messageId, body: `${writer}/${round}, edited` })
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
})
