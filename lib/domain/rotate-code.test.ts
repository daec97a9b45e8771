import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Database } from '../db/database'
import { createId, createRoomCode, LOBBY_CODE, type RoomCode, type RoomId } from '../shared/ids'
import { DEFAULT_LIMITS } from '../shared/limits'
import { isRefusal } from '../shared/refusal'
import { describeOnDialects } from '../testing/databases'
import { createPeople, EPOCH, type Guest, HOUR, type People, username } from '../testing/people'
import { joinByCode } from './joining'
import { joinRoom, leaveRoom } from './members'
import { openPrivateRoom } from './private-rooms'
import { createRateLimits, type RateLimits } from './rate-limit'
import { createRoom, ensureLobby, findRoomByCode, findRoomForMember, type OpenRoom } from './rooms'
import { rotateCode } from './rotate-code'

describeOnDialects('changing the code of a room', ({ open }) => {
  let database: Database
  let people: People
  let ada: Guest
  let bo: Guest
  let room: OpenRoom
  beforeAll(async () => {
    database = await open()
    people = createPeople(database)
    await ensureLobby(database.write, EPOCH)
  })
  afterAll(() => database.close())
  beforeEach(async () => {
    ;[ada, bo] = [await people.guest(), await people.guest()]
    room = await hosted()
    await people.join(room.id, bo)
  })

  async function hosted(title?: string): Promise<OpenRoom> {
    const made = await database.transact((trx) =>
      createRoom(trx, { now: EPOCH, ...(title === undefined ? {} : { title }) }),
    )
    const host = { ...ada, role: 'host', now: EPOCH, nameHeldMs: 24 * HOUR } as const
    await database.transact((trx) => joinRoom(trx, { roomId: made.id, ...host }))
    return made
  }

  const rotate = ({ userId }: Guest, roomId: RoomId = room.id, draw?: () => RoomCode) =>
    database.transact((trx) => rotateCode(trx, { roomId, userId }, draw))
  const codeOf = (attempt: Promise<unknown>) =>
    attempt.then(
      () => 'done',
      (error: unknown) => (isRefusal(error) ? error.code : error),
    )

  test('the old one opens nothing from then on, the new one does, and all members stay', async () => {
    await people.post(room.id, bo, 'before')
    const code = await rotate(ada)
    expect(code).not.toBe(room.code)
    expect(await findRoomByCode(database.read, room.code)).toBeUndefined()
    expect(await findRoomByCode(database.read, code)).toMatchObject({ id: room.id, code })
    for (const [member, role] of [
      [ada, 'host'],
      [bo, 'member'],
    ] as const) {
      const { userId } = member
      expect(await findRoomForMember(database.read, userId, { code })).toMatchObject({ self: { role }, head: 1 })
      expect(await findRoomForMember(database.read, userId, { code: room.code })).toBeUndefined()
    }
  })

  test('a room that was called by its code is called by the new one; a title stays', async () => {
    const titled = await hosted('Planning')
    const code = await rotate(ada)
    await rotate(ada, titled.id)
    expect((await people.see(room.id, bo)).room).toEqual({ kind: 'group', id: room.id, code, title: code })
    expect((await people.see(titled.id, ada)).room).toMatchObject({ title: 'Planning' })
  })

  test('a code that another room has is not taken', async () => {
    const other = await people.room(bo)
    const free = createRoomCode()
    const draws = [other.code, room.code, free]
    expect(await rotate(ada, room.id, () => draws.shift() ?? createRoomCode())).toBe(free)
    expect(await findRoomByCode(database.read, other.code)).toMatchObject({ id: other.id })
  })

  test('it is for the host alone, and for rooms that have a code of their own', async () => {
    const privateId = await database.transact((trx) => openPrivateRoom(trx, { first: ada, second: bo, now: EPOCH }))
    const lobby = await findRoomByCode(database.read, LOBBY_CODE)
    if (!lobby) throw new Error('there is no lobby')
    await people.join(lobby.id, ada)
    // Not even somebody who came to be its host.
    await database.write.updateTable('members').set({ role: 'host' }).where('room_id', '=', lobby.id).execute()
    expect(await codeOf(rotate(bo))).toBe('forbidden')
    expect(await codeOf(rotate(ada, privateId))).toBe('forbidden')
    expect(await codeOf(rotate(ada, lobby.id))).toBe('forbidden')
    expect(await codeOf(rotate(await people.guest()))).toBe('not_found')
    expect(await codeOf(rotate(ada, createId<RoomId>()))).toBe('not_found')
    expect(await findRoomByCode(database.read, room.code)).toMatchObject({ id: room.id })
    expect(await findRoomByCode(database.read, LOBBY_CODE)).toMatchObject({ id: lobby.id })
  })

  test('however often at once, the room has one code in the end: that of the last', async () => {
    const codes = await Promise.all([rotate(ada), rotate(ada), rotate(ada)])
    const { room: after } = await people.see(room.id, ada)
    expect(codes).toContain('code' in after ? after.code : undefined)
    const open = await Promise.all([room.code, ...codes].map((code) => findRoomByCode(database.read, code)))
    expect(open.filter((found) => found !== undefined)).toHaveLength(1)
  })

  test('a host who is leaving at that moment changes nothing any more', async () => {
    const rotated = await database.transact(async (trx) => {
      await leaveRoom(trx, { roomId: room.id, userId: ada.userId })
      const attempt = codeOf(rotate(ada))
      // Time enough for the other transaction to look at the members, if it did not wait for this one.
      for (let at = 0; at < 20; at++) await trx.selectFrom('rooms').select('id').execute()
      return { attempt }
    })
    expect(await rotated.attempt).toBe('not_found')
    expect(await findRoomByCode(database.read, room.code)).toMatchObject({ id: room.id })
  })

  test('who looked the old one up just before is not let in just after', async () => {
    const limits = DEFAULT_LIMITS
    const slow: RateLimits = {
      ...createRateLimits(limits),
      async inTurn(_address, guess) {
        const found = await guess()
        await rotate(ada)
        return found
      },
    }
    const comer = { viewer: undefined, name: username('Late'), address: '192.0.2.1', now: people.time.now }
    const users = () => database.read.selectFrom('users').select('id').execute()
    const before = await users()
    expect(await codeOf(joinByCode({ database, rates: slow, limits }, comer, room.code))).toBe('not_found')
    expect(await users()).toEqual(before)
  })
})
