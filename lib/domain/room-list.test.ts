import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../db/database'
import { SIZES } from '../shared/limits'
import { SERVER_SIZES } from '../shared/server-sizes'
import { describeOnDialects } from '../testing/databases'
import { createPeople, EPOCH, type Guest, HOUR, type People } from '../testing/people'
import { leaveRoom, setLevel, setReadSeq } from './members'
import { openPrivateRoom } from './private-rooms'
import { listRooms } from './room-list'

describeOnDialects('the list of my rooms', ({ open }) => {
  let database: Database
  let people: People
  let ada: Guest
  let bo: Guest
  beforeAll(async () => {
    database = await open()
    people = createPeople(database)
  })
  afterAll(() => database.close())
  beforeEach(async () => {
    ;[ada, bo] = [await people.guest('Ada'), await people.guest('Bo')]
  })

  const list = ({ userId }: Guest) => database.snapshot((trx) => listRooms(trx, database.dialect, userId))
  const only = async (guest: Guest) => {
    const [first, ...rest] = await list(guest)
    if (!first || rest.length > 0) throw new Error('not one room')
    return first
  }

  test('has the rooms one is in, the last active first, each as its reader has it', async () => {
    const first = await people.room(ada, bo)
    people.time.now += HOUR
    const second = await people.room(ada, bo)
    const privateId = await database.transact((trx) => openPrivateRoom(trx, { first: ada, second: bo, now: EPOCH }))
    await people.room(bo)
    const left = await people.room(ada)
    await database.transact((trx) => leaveRoom(trx, { roomId: left.id, userId: ada.userId }))
    people.time.now += HOUR
    await people.post(first.id, bo, 'news')
    const rooms = await list(ada)
    expect(rooms.map(({ room }) => room.id)).toEqual([first.id, second.id, privateId])
    expect(rooms[0]).toEqual({
      room: { kind: 'group', id: first.id, code: first.code, title: first.title },
      level: 'all',
      readSeq: 0,
      unread: 1,
      isMentioned: false,
      lastPostedAt: expect.any(Number),
    })
    expect(rooms[2]?.room).toEqual({
      kind: 'private',
      id: privateId,
      other: { id: bo.userId, name: 'Bo', hasLeft: false },
    })
    expect(await list(await people.guest())).toEqual([])
  })

  test('goes on without a private room that is damaged', async () => {
    const whole = await people.room(ada)
    const broken = await database.transact((trx) => openPrivateRoom(trx, { first: ada, second: bo, now: EPOCH }))
    await database.write.deleteFrom('members').where('room_id', '=', broken).where('user_id', '=', bo.userId).execute()
    expect((await only(ada)).room.id).toBe(whole.id)
  })

  test('is at most as long as it may be', async () => {
    for (let at = 0; at < SERVER_SIZES.roomsListed + 2; at += 1) await people.room(ada)
    expect(await list(ada)).toHaveLength(SERVER_SIZES.roomsListed)
  })

  describe('unread', () => {
    test('are living messages of others after the place one has read to', async () => {
      const { id } = await people.room(ada, bo)
      const [first] = await people.post(id, bo, 'one', 'two', 'three')
      await people.post(id, ada, 'my own')
      expect(await only(ada)).toMatchObject({ unread: 3, readSeq: 0 })
      await people.write({ kind: 'delete', roomId: id, userId: bo.userId, messageId: first?.id ?? (id as never) })
      expect((await only(ada)).unread).toBe(2)
      await setReadSeq(database.write, id, ada.userId, 2)
      await setReadSeq(database.write, id, ada.userId, 1)
      expect(await only(ada)).toMatchObject({ unread: 1, readSeq: 2 })
    })

    test('are counted up to a bound', async () => {
      const { id } = await people.room(ada, bo)
      await people.post(id, bo, ...Array.from({ length: SIZES.unreadCounted + 5 }, (_, at) => `${at}`))
      expect((await only(ada)).unread).toBe(SIZES.unreadCounted)
    })

    test('are none for who joins, and for who comes back', async () => {
      const { id } = await people.room(bo)
      await people.post(id, bo, 'before')
      await people.join(id, ada)
      expect(await only(ada)).toMatchObject({ unread: 0, readSeq: 1 })
      await database.transact((trx) => leaveRoom(trx, { roomId: id, userId: ada.userId }))
      await people.post(id, bo, 'between')
      await people.join(id, ada)
      expect(await only(ada)).toMatchObject({ unread: 0, readSeq: 2 })
      await people.post(id, bo, 'after')
      expect((await only(ada)).unread).toBe(1)
    })
  })

  test('says where one is named among what is unread', async () => {
    const { id } = await people.room(ada, bo)
    for (const [body, isMentioned] of [
      ['hello Ada', false],
      ['@Adam and me@Ada', false],
      ['so @Ada, look', true],
    ] as const) {
      await people.post(id, bo, body)
      expect([body, (await only(ada)).isMentioned]).toEqual([body, isMentioned])
    }
    await setReadSeq(database.write, id, ada.userId, 3)
    expect((await only(ada)).isMentioned).toBe(false)
    await people.post(id, ada, 'I am @Ada')
    expect((await only(ada)).isMentioned).toBe(false)
    await people.post(id, bo, 'hear @all')
    expect((await only(ada)).isMentioned).toBe(true)
  })

  test('keeps the level of each room', async () => {
    const { id } = await people.room(ada, bo)
    await setLevel(database.write, id, ada.userId, 'mentions')
    expect([(await only(ada)).level, (await only(bo)).level]).toEqual(['mentions', 'all'])
    expect((await people.see(id, ada)).self.level).toBe('mentions')
  })
})
