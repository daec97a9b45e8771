import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../db/database'
import { createId, type RoomId, type UserId } from '../shared/ids'
import { isRefusal } from '../shared/refusal'
import { SERVER_SIZES } from '../shared/server-sizes'
import { describeOnDialects } from '../testing/databases'
import { createPeople, type Guest, HOUR, type People, username } from '../testing/people'
import {
  findMembers,
  findMembersByName,
  findRoomIdsOf,
  joinRoom,
  leaveAllRooms,
  leaveRoom,
  listMembers,
  setReadSeq,
} from './members'
import { findFreeName } from './naming'
import { findRoomForMember } from './rooms'
import { requireSignedIn, touchUsers } from './users'

describeOnDialects('members', ({ open }) => {
  let database: Database
  let people: People
  let roomId: RoomId
  beforeAll(async () => {
    database = await open()
  })
  afterAll(() => database.close())
  beforeEach(async () => {
    people = createPeople(database)
    roomId = (await people.room()).id
  })

  const leave = ({ userId }: Guest) => database.transact((trx) => leaveRoom(trx, { roomId, userId }))
  const find = ({ userId }: Guest) => findRoomForMember(database.read, userId, { roomId })
  const nameIn = async (guest: Guest) => (await find(guest))?.self.name

  async function tryJoin(guest: Guest, under?: string): Promise<boolean | string> {
    const joined = await people.join(roomId, guest, under).catch((error: unknown) => error)
    return isRefusal(joined) ? joined.code : (joined as { isNew: boolean }).isNew
  }

  describe('a name in a room', () => {
    test('two who join as Bob at the same moment: one is in, the other is told the name is taken', async () => {
      for (let round = 0; round < 10; round += 1) {
        roomId = (await people.room()).id
        const both = [await people.guest('Bob'), await people.guest('Bob')]
        const told = await Promise.all(both.map((guest) => tryJoin(guest)))
        expect(told.sort()).toEqual(['name_taken', true])
        expect((await Promise.all(both.map(nameIn))).filter((name) => name === 'Bob')).toHaveLength(1)
      }
    })

    test('ten who join as Bob at the same moment: one is in, and ten suggestions are free', async () => {
      const bobs = await Promise.all(Array.from({ length: 10 }, () => people.guest('Bob')))
      const told = await Promise.all(bobs.map((guest) => tryJoin(guest)))
      expect(told.filter((one) => one === true)).toHaveLength(1)
      expect(told.filter((one) => one === 'name_taken')).toHaveLength(9)
      const free = await findFreeName(database.read, roomId, username('Bob'))
      expect(free).toBe('Bob 2')
      expect(await tryJoin(bobs[told.indexOf('name_taken')] as Guest, free)).toBe(true)
      expect(await findFreeName(database.read, roomId, username('Bob'))).toBe('Bob 3')
    })

    test('Bob and bob may both be in', async () => {
      expect(await tryJoin(await people.guest('Bob'))).toBe(true)
      expect(await tryJoin(await people.guest('bob'))).toBe(true)
      expect(await tryJoin(await people.guest('BOB'))).toBe(true)
    })

    test('is taken in its own room only', async () => {
      const elsewhere = (await people.room()).id
      await people.join(elsewhere, await people.guest('Bob'))
      expect(await tryJoin(await people.guest('Bob'))).toBe(true)
    })

    test('is free again once its person leaves', async () => {
      const [first, second] = [await people.guest('Bob'), await people.guest('Bob')]
      await people.join(roomId, first)
      await leave(first)
      expect(await tryJoin(second)).toBe(true)
      expect(await tryJoin(first)).toBe('name_taken')
      expect(await tryJoin(first, 'Bobby')).toBe(true)
    })

    test('may be changed by joining again, which frees the old one', async () => {
      const ada = await people.guest('Ada')
      await people.join(roomId, ada)
      expect(await tryJoin(ada, 'Countess')).toBe(false)
      expect(await nameIn(ada)).toBe('Countess')
      expect(await tryJoin(await people.guest('Ada'))).toBe(true)
      expect(await tryJoin(ada, 'Ada')).toBe('name_taken')
      expect(await nameIn(ada)).toBe('Countess')
    })
  })

  describe('a guest without a connection', () => {
    test('holds the name for 24 hours, and loses it to the first who asks after that', async () => {
      const [old, next] = [await people.guest('Bob'), await people.guest('Bob')]
      await people.join(roomId, old)
      people.time.now += 24 * HOUR
      expect(await tryJoin(next)).toBe('name_taken')
      people.time.now += 1
      expect(await tryJoin(next)).toBe(true)
      expect(await find(old)).toBeUndefined()
    })

    test('who returns to find it taken is told so, and comes in under another', async () => {
      const old = await people.guest('Bob')
      await people.join(roomId, old)
      people.time.now += 25 * HOUR
      const next = await people.guest('Bob')
      await people.join(roomId, next)
      expect(await tryJoin(old)).toBe('name_taken')
      expect(await find(old)).toBeUndefined()
      expect(await tryJoin(old, 'Bob 2')).toBe(true)
      expect(await nameIn(old)).toBe('Bob 2')
      expect(await nameIn(next)).toBe('Bob')
    })

    test('who returns before anybody asked is in as before', async () => {
      const bob = await people.guest('Bob')
      await people.join(roomId, bob)
      people.time.now += 100 * HOUR
      expect(await nameIn(bob)).toBe('Bob')
      expect(await tryJoin(bob)).toBe(false)
    })

    test('keeps the name as long as a connection of theirs is seen', async () => {
      const [old, next] = [await people.guest('Bob'), await people.guest('Bob')]
      await people.join(roomId, old)
      people.time.now += 30 * HOUR
      await touchUsers(database.write, [old.userId], people.time.now - HOUR)
      await touchUsers(database.write, [], people.time.now)
      expect(await tryJoin(next)).toBe('name_taken')
    })

    test('who is signed in keeps the name, however long they are gone', async () => {
      const account = { providerId: `github:${createId()}`, name: username('Bob'), now: people.time.now }
      const userId = await database.transact((trx) => requireSignedIn(trx, account))
      await people.join(roomId, { userId, name: username('Bob') })
      people.time.now += 10_000 * HOUR
      expect(await tryJoin(await people.guest('Bob'))).toBe('name_taken')
    })
  })

  describe('membership', () => {
    test('of one person in two tabs is one, also when both join at the same moment', async () => {
      const ada = await people.guest('Ada')
      const told = await Promise.all([tryJoin(ada), tryJoin(ada), tryJoin(ada)])
      expect(told.filter((isNew) => isNew === true)).toHaveLength(1)
      expect(await listMembers(database.read, roomId)).toHaveLength(1)
    })

    test('ends by leaving, once, and a host who comes back is host', async () => {
      const ada = await people.guest('Ada')
      const joining = { roomId, ...ada, role: 'host' as const, now: people.time.now, nameHeldMs: 1 }
      await database.transact((trx) => joinRoom(trx, joining))
      await leave(ada)
      await leave(ada)
      expect(await find(ada)).toBeUndefined()
      expect(await tryJoin(ada)).toBe(true)
      expect((await find(ada))?.self.role).toBe('host')
    })

    test('of a room that is not there is not found', async () => {
      const ada = await people.guest('Ada')
      roomId = createId<RoomId>()
      expect(await tryJoin(ada)).toBe('not_found')
      await expect(leave(ada)).rejects.toMatchObject({ code: 'not_found' })
    })

    test('in many rooms ends in all of them', async () => {
      const [ada, bo] = [await people.guest('Ada'), await people.guest('Bo')]
      const rooms = [await people.room(ada, bo), await people.room(ada), await people.room(ada, bo)]
      const left = await database.transact((trx) => leaveAllRooms(trx, ada.userId))
      expect(new Set(left)).toEqual(new Set(rooms.map(({ id }) => id)))
      expect(await findRoomIdsOf(database.read, ada.userId)).toEqual([])
      expect(await findRoomIdsOf(database.read, bo.userId)).toHaveLength(2)
      expect(await database.transact((trx) => leaveAllRooms(trx, ada.userId))).toEqual([])
    })

    test('is listed for those who are in, the most recently seen first', async () => {
      const [ada, bo, eve] = [await people.guest('Ada'), await people.guest('Bo'), await people.guest('Eve')]
      for (const guest of [ada, bo, eve]) await people.join(roomId, guest)
      await touchUsers(database.write, [bo.userId], people.time.now + HOUR)
      await leave(eve)
      const listed = await listMembers(database.read, roomId)
      expect(listed.map(({ name, lastSeenAt }) => [name, lastSeenAt])).toEqual([
        ['Bo', people.time.now + HOUR],
        ['Ada', people.time.now],
      ])
      expect(listed[0]).toEqual({
        userId: bo.userId,
        name: 'Bo',
        role: 'member',
        state: 'absent',
        lastSeenAt: people.time.now + HOUR,
      })
      const found = await findMembers(database.read, roomId, [ada.userId, eve.userId])
      expect([...found.keys()]).toEqual([ada.userId])
      expect(await findMembers(database.read, roomId, [])).toEqual(new Map())
    })

    test('is found by exactly the names that are asked for, and nobody by none', async () => {
      const [ada, bo] = [await people.guest('Ada'), await people.guest('Bo')]
      for (const guest of [ada, bo]) await people.join(roomId, guest)
      const find = (...names: string[]) => findMembersByName(database.read, roomId, names)
      expect(await find('Bo', 'ada')).toEqual([bo])
      expect(await find()).toEqual([])
    })

    test('is listed for 500 at most', async () => {
      const count = SERVER_SIZES.membersListed + 5
      const ids = Array.from({ length: count }, () => createId<UserId>())
      const now = people.time.now
      await database.transact(async (trx) => {
        const user = { kind: 'guest' as const, provider_id: null, created_at: now, last_seen_at: now }
        const member = { room_id: roomId, role: 'member' as const, standing: 'in' as const, joined_at: now }
        const users = ids.map((id) => ({ ...user, id, name: id }))
        await trx.insertInto('users').values(users).execute()
        const members = ids.map((id) => ({ ...member, user_id: id, name: id }))
        await trx.insertInto('members').values(members).execute()
      })
      expect(await listMembers(database.read, roomId)).toHaveLength(SERVER_SIZES.membersListed)
    })

    test('remembers how far its person read, and never less', async () => {
      const ada = await people.guest('Ada')
      await people.join(roomId, ada)
      const read = async () => {
        const rows = database.read.selectFrom('members').select('read_seq').where('user_id', '=', ada.userId)
        return (await rows.executeTakeFirstOrThrow()).read_seq
      }
      for (const seq of [5, 9, 3]) await setReadSeq(database.write, roomId, ada.userId, seq)
      expect(await read()).toBe(9)
    })
  })
})
