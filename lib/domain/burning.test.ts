import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Database } from '../db/database'
import type { RoomId } from '../shared/ids'
import { isRefusal } from '../shared/refusal'
import { describeOnDialects } from '../testing/databases'
import { createPeople, EPOCH, type Guest, type People } from '../testing/people'
import { burnRoom } from './burning'
import { findCatchUp } from './messages'
import { openPrivateRoom } from './private-rooms'
import { searchMessages } from './search'
import { indexWaiting } from './waiting-words'

describeOnDialects('burning a private chat', ({ open }) => {
  let database: Database
  let people: People
  let ada: Guest
  let bo: Guest
  let roomId: RoomId
  beforeAll(async () => {
    database = await open()
    people = createPeople(database)
  })
  afterAll(() => database.close())
  beforeEach(async () => {
    ;[ada, bo] = [await people.guest(), await people.guest()]
    roomId = await database.transact((trx) => openPrivateRoom(trx, { first: ada, second: bo, now: EPOCH }))
  })

  const burn = ({ userId }: Guest, id = roomId) =>
    database.transact((trx) => burnRoom(trx, { roomId: id, userId, now: people.time.now }))
  const codeOf = (attempt: Promise<unknown>) =>
    attempt.then(
      () => 'done',
      (error: unknown) => (isRefusal(error) ? error.code : error),
    )
  const catchUp = async (guest: Guest, cursor: number) => {
    const member = await people.see(roomId, guest)
    return database.snapshot((trx) => findCatchUp(trx, member, cursor))
  }
  const countOf = async (table: string) => {
    const { rows } = await sql<{ n: number | string }>`select count(*) as n from ${sql.table(table)}`.execute(
      database.read,
    )
    return Number(rows[0]?.n)
  }

  test('leaves no message, reaction or word, and tells how many there were', async () => {
    const words = database.dialect === 'sqlite' ? 'message_words_content' : 'message_words'
    const before = { words: await countOf(words), reactions: await countOf('reactions') }
    const [first, second] = await people.post(roomId, ada, 'one secret', 'two', 'three')
    if (!first || !second) throw new Error('nothing was posted')
    await indexWaiting(database)
    await people.write(
      { kind: 'react', roomId, userId: bo.userId, messageId: first.id, emoji: '👍', on: true },
      { kind: 'delete', roomId, userId: ada.userId, messageId: second.id },
    )
    const receipt = await burn(bo)
    expect(receipt).toEqual({ by: bo.userId, at: people.time.now, messages: 2 })
    const rows = database.read.selectFrom('messages').select('id').where('room_id', '=', roomId)
    expect(await rows.execute()).toEqual([])
    expect({ words: await countOf(words), reactions: await countOf('reactions') }).toEqual(before)
    const search = { query: 'secret', beforeSeq: undefined, limit: 20 }
    const found = await database.snapshot((trx) => searchMessages(trx, database.dialect, roomId, search))
    expect(found.messages).toEqual([])
    for (const one of [ada, bo]) expect((await people.see(roomId, one)).room).toMatchObject({ burned: receipt })
  })

  test('gives the empty page to who was away, however far they had come', async () => {
    await people.post(roomId, ada, 'one', 'two', 'three')
    await burn(ada)
    for (const cursor of [0, 1, 3]) {
      expect(await catchUp(bo, cursor)).toMatchObject({ upto: 4, head: 4, messages: [], reset: true })
    }
    expect(await catchUp(bo, 4)).toEqual({ roomId, since: 4, upto: 4, head: 4, messages: [] })
  })

  test('keeps the room: what is said later stands, and the receipt with it', async () => {
    await people.post(roomId, ada, 'before')
    const receipt = await burn(ada)
    const [after] = await people.post(roomId, bo, 'after')
    expect(after?.seq).toBe(3)
    expect((await catchUp(ada, 1)).messages.map(({ body }) => body)).toEqual(['after'])
    const again = await database.transact((trx) => openPrivateRoom(trx, { first: bo, second: ada, now: EPOCH }))
    expect(again).toBe(roomId)
    expect((await people.see(roomId, ada)).room).toMatchObject({ burned: receipt })
  })

  test('leaves nothing of a long history either', async () => {
    await people.post(roomId, ada, ...Array.from({ length: 450 }, (_, at) => `message ${at}`))
    expect((await burn(bo)).messages).toBe(450)
    const left = database.read.selectFrom('messages').select('id').where('room_id', '=', roomId)
    expect(await left.execute()).toEqual([])
  })

  test('twice, or while one writes, loses no rev', async () => {
    await people.post(roomId, ada, 'one')
    await Promise.all([burn(ada), people.post(roomId, bo, 'two'), burn(bo), people.post(roomId, ada, 'three')])
    expect((await people.see(roomId, ada)).head).toBe(5)
    const { floorRev } = await people.see(roomId, ada)
    const left = await database.read.selectFrom('messages').select('seq').where('room_id', '=', roomId).execute()
    for (const { seq } of left) expect(seq).toBeGreaterThan(floorRev)
  })

  test('is not for strangers, and not for a room of many', async () => {
    const group = await people.room(ada, bo)
    await people.post(group.id, ada, 'stays')
    await people.post(roomId, ada, 'stays too')
    expect(await codeOf(burn(ada, group.id))).toBe('forbidden')
    expect(await codeOf(burn(await people.guest(), group.id))).toBe('not_found')
    expect(await codeOf(burn(await people.guest()))).toBe('not_found')
    expect(
      await database.read.selectFrom('messages').select('id').where('room_id', 'in', [group.id, roomId]).execute(),
    ).toHaveLength(2)
  })
})
