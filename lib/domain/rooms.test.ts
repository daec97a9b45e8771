import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Database } from '../db/database'
import { createId, createRoomCode, LOBBY_CODE, type RoomId } from '../shared/ids'
import { describeOnDialects } from '../testing/databases'
import { createPeople, EPOCH, type Guest, HOUR, type People } from '../testing/people'
import { leaveRoom } from './members'
import { openPrivateRoom, pairKeyOf } from './private-rooms'
import {
  countOpenRooms,
  createRoom,
  ensureLobby,
  estimateOpenRooms,
  findRoomByCode,
  findRoomForMember,
  lockRoom,
  type RoomKey,
  requireRoomForMember,
} from './rooms'

describeOnDialects('rooms', ({ open }) => {
  let database: Database
  let people: People
  let ada: Guest
  let bo: Guest
  let eve: Guest
  beforeAll(async () => {
    database = await open()
    people = createPeople(database)
    ada = await people.guest('Ada')
    bo = await people.guest('Bo')
    eve = await people.guest('Eve')
  })
  afterAll(() => database.close())

  const find = (guest: Guest, key: RoomKey) => findRoomForMember(database.read, guest.userId, key)
  const leave = (roomId: RoomId, { userId }: Guest) => database.transact((trx) => leaveRoom(trx, { roomId, userId }))
  const openPrivate = (first: Guest, second: Guest) =>
    database.transact((trx) => openPrivateRoom(trx, { first, second, now: EPOCH }))

  test('the lobby is made once, however many nodes start together', async () => {
    await Promise.all(Array.from({ length: 5 }, () => ensureLobby(database.write, EPOCH)))
    const lobbies = await database.read.selectFrom('rooms').selectAll().where('kind', '=', 'lobby').execute()
    expect(lobbies).toMatchObject([{ code: LOBBY_CODE, title: 'Lobby', rev: 0 }])
    expect(await findRoomByCode(database.read, LOBBY_CODE)).toMatchObject({ kind: 'lobby', code: LOBBY_CODE })
  })

  test('a new room has a code of its own, and is called by it until it has a title', async () => {
    const [plain, titled] = await database.transact(async (trx) => [
      await createRoom(trx, { now: EPOCH }),
      await createRoom(trx, { now: EPOCH, title: 'Planning' }),
    ])
    expect(plain).toMatchObject({ kind: 'group', title: plain?.code })
    expect(titled).toMatchObject({ kind: 'group', title: 'Planning' })
    expect(plain?.code).not.toBe(titled?.code)
    expect(await findRoomByCode(database.read, titled?.code ?? LOBBY_CODE)).toEqual(titled)
  })

  test('a code that is drawn again by chance is given to no second room', async () => {
    const first = await database.transact((trx) => createRoom(trx, { now: EPOCH }))
    const draw = crypto.getRandomValues.bind(crypto)
    // The machine's chance, made to repeat itself once: eight bytes are a code.
    const bytes = [...first.code.replace('-', '')].map((letter) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.indexOf(letter))
    let isRepeated = false
    const chance = vi.spyOn(crypto, 'getRandomValues').mockImplementation((array) => {
      if (isRepeated || array?.byteLength !== bytes.length) return draw(array)
      isRepeated = true
      if (array instanceof Uint8Array) array.set(bytes)
      return array
    })
    const second = await database.transact((trx) => createRoom(trx, { now: EPOCH }))
    chance.mockRestore()
    expect(isRepeated).toBe(true)
    expect(second.code).not.toBe(first.code)
    expect(await findRoomByCode(database.read, first.code)).toEqual(first)
    expect(await findRoomByCode(database.read, second.code)).toEqual(second)
  })

  test('a code nobody has opens nothing', async () => {
    expect(await findRoomByCode(database.read, createRoomCode())).toBeUndefined()
  })

  test('to anybody but its members a room is not there: stranger, left, lapsed and no such room are one case', async () => {
    const { id, code } = await people.room(ada, bo)
    await leave(id, bo)
    const lapsed = await people.guest('Zed')
    await people.join(id, lapsed)
    people.time.now += 25 * HOUR
    await people.join(id, await people.guest('Zed'))
    for (const key of [{ roomId: id }, { code }]) {
      expect((await find(ada, key))?.self).toEqual({
        userId: ada.userId,
        name: 'Ada',
        role: 'member',
        readSeq: 0,
        level: 'all',
      })
      for (const nobody of [bo, eve, lapsed]) expect(await find(nobody, key)).toBeUndefined()
    }
    for (const key of [{ roomId: id }, { code }, { roomId: createId<RoomId>() }, { code: createRoomCode() }]) {
      const refused = requireRoomForMember(database.read, eve.userId, key)
      await expect(refused).rejects.toMatchObject({ code: 'not_found', detail: {} })
    }
  })

  test('a member has the room with its head and floor', async () => {
    const { id, code, title } = await people.room(ada)
    await people.post(id, ada, 'one', 'two')
    expect(await find(ada, { roomId: id })).toEqual({
      room: { kind: 'group', id, code, title },
      self: { userId: ada.userId, name: 'Ada', role: 'member', readSeq: 0, level: 'all' },
      head: 2,
      floorRev: 0,
    })
  })

  test('a private room has two members and no code, and only the two have it', async () => {
    const id = await openPrivate(ada, bo)
    expect((await find(ada, { roomId: id }))?.room).toEqual({
      kind: 'private',
      id,
      other: { id: bo.userId, name: 'Bo', hasLeft: false },
    })
    expect((await find(bo, { roomId: id }))?.room).toMatchObject({ other: { id: ada.userId, name: 'Ada' } })
    expect(await find(eve, { roomId: id })).toBeUndefined()
    const row = await database.read.selectFrom('rooms').selectAll().where('id', '=', id).executeTakeFirst()
    expect(row).toMatchObject({ code: null, pair_key: pairKeyOf(ada.userId, bo.userId) })
    const members = await database.read.selectFrom('members').select('user_id').where('room_id', '=', id).execute()
    expect(new Set(members.map((member) => member.user_id))).toEqual(new Set([ada.userId, bo.userId]))
  })

  test('a pair has one private room, whoever asked first and however often it is opened at once', async () => {
    const pair = [await people.guest(), await people.guest()] as const
    const ids = await Promise.all([openPrivate(...pair), openPrivate(pair[1], pair[0]), openPrivate(...pair)])
    expect(new Set(ids).size).toBe(1)
    expect(pairKeyOf(pair[0].userId, pair[1].userId)).toBe(pairKeyOf(pair[1].userId, pair[0].userId))
  })

  test('the other’s leaving shows, and opening it again brings both back with the history', async () => {
    const [one, two] = [await people.guest('One'), await people.guest('Two')]
    const id = await openPrivate(one, two)
    await people.post(id, one, 'remember')
    await leave(id, two)
    expect((await find(one, { roomId: id }))?.room).toMatchObject({ other: { name: 'Two', hasLeft: true } })
    expect(await find(two, { roomId: id })).toBeUndefined()
    // They may even have swapped names since.
    const swapped = await openPrivate({ ...one, name: two.name }, { ...two, name: one.name })
    expect(swapped).toBe(id)
    expect(await find(two, { roomId: id })).toMatchObject({
      head: 1,
      self: { name: 'One' },
      room: { other: { name: 'Two', hasLeft: false } },
    })
  })

  test('a private room whose other member’s row is lost is a fault, and is not shown as half a room', async () => {
    const [one, two] = [await people.guest(), await people.guest()]
    const id = await openPrivate(one, two)
    await database.write.deleteFrom('members').where('room_id', '=', id).where('user_id', '=', two.userId).execute()
    await expect(find(one, { roomId: id })).rejects.toThrow('A private room has another member.')
  })

  test('open rooms are those that a code opens, the lobby aside', async () => {
    const before = await countOpenRooms(database.read)
    await people.room(ada)
    await openPrivate(await people.guest(), await people.guest())
    expect(await countOpenRooms(database.read)).toBe(before + 1)
  })

  test('are counted once in ten seconds for all guesses together, and again after a count that failed', async () => {
    const [first, second] = await Promise.all([
      estimateOpenRooms(database.read, 0),
      estimateOpenRooms(database.read, 0),
    ])
    await people.room(ada)
    expect(await estimateOpenRooms(database.read, 9_999)).toBe(first)
    expect([second, await estimateOpenRooms(database.read, 10_000)]).toEqual([first, first + 1])
    const failing = await open()
    await failing.write.schema.alterTable('rooms').renameTo('elsewhere').execute()
    await expect(estimateOpenRooms(failing.read, 0)).rejects.toThrow()
    await failing.write.schema.alterTable('elsewhere').renameTo('rooms').execute()
    await expect(estimateOpenRooms(failing.read, 0)).resolves.toBe(0)
    await failing.close()
  })

  test('a room that is not there cannot be locked', async () => {
    await expect(database.transact((trx) => lockRoom(trx, createId<RoomId>()))).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})
