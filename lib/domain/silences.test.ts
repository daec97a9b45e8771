import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Database } from '../db/database'
import type { RoomId, UserId } from '../shared/ids'
import type { SilenceKind } from '../shared/model'
import { isRefusal } from '../shared/refusal'
import { SERVER_SIZES } from '../shared/server-sizes'
import { describeOnDialects } from '../testing/databases'
import { createPeople, EPOCH, type Guest, type People } from '../testing/people'
import { leaveRoom } from './members'
import { isBlocked, listSilences, setSilence } from './silences'

describeOnDialects('silences', ({ open }) => {
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
    ;[ada, bo] = [await people.guest('Ada'), await people.guest('Bo')]
    roomId = (await people.room(ada, bo)).id
  })

  const silence = (by: Guest, otherId: UserId, kind: SilenceKind, on = true) =>
    database
      .transact((trx) => setSilence(trx, { userId: by.userId, otherId, kind, on, now: EPOCH }))
      .then(
        () => 'done',
        (error: unknown) => (isRefusal(error) ? error.code : error),
      )
  const list = ({ userId }: Guest) => listSilences(database.read, userId)

  test('are one’s own: kept, told by name, ended, and the same twice is once', async () => {
    for (const kind of ['mute', 'block', 'mute'] as const) expect(await silence(ada, bo.userId, kind)).toBe('done')
    expect(await list(ada)).toEqual([
      { userId: bo.userId, name: 'Bo', kind: 'block' },
      { userId: bo.userId, name: 'Bo', kind: 'mute' },
    ])
    expect(await list(bo)).toEqual([])
    expect(await isBlocked(database.read, { by: ada.userId, userId: bo.userId })).toBe(true)
    expect(await isBlocked(database.read, { by: bo.userId, userId: ada.userId })).toBe(false)
    expect(await silence(ada, bo.userId, 'block', false)).toBe('done')
    expect(await list(ada)).toEqual([{ userId: bo.userId, name: 'Bo', kind: 'mute' }])
  })

  test('are for people one has met, also when they or oneself have left', async () => {
    await database.transact((trx) => leaveRoom(trx, { roomId, userId: bo.userId }))
    expect(await silence(ada, bo.userId, 'mute')).toBe('done')
    expect(await silence(bo, ada.userId, 'block')).toBe('done')
    const stranger = await people.guest()
    expect(await silence(stranger, ada.userId, 'block')).toBe('not_found')
    expect(await silence(ada, ada.userId, 'mute')).toBe('invalid')
  })

  test('tell the name by which one knows somebody, not what they are called elsewhere', async () => {
    await people.join((await people.room()).id, bo, 'Secret')
    await silence(ada, bo.userId, 'mute')
    expect((await list(ada))[0]?.name).toBe('Bo')
  })

  test('are at most so many', async () => {
    await database.transact(async (trx) => {
      const others = Array.from(
        { length: SERVER_SIZES.silencesKept },
        (_, at) => `other-${String(at).padStart(16, '0')}`,
      )
      for (const id of others) {
        const user = { kind: 'guest' as const, provider_id: null, name: id, created_at: 0, last_seen_at: 0 }
        await trx
          .insertInto('users')
          .values({ id: `${id}${ada.userId}` as UserId, ...user })
          .execute()
        await trx
          .insertInto('silences')
          .values({
            ...{ user_id: ada.userId, other_id: `${id}${ada.userId}` as UserId },
            ...{ kind: 'mute', created_at: 0 },
          })
          .execute()
      }
    })
    expect(await silence(ada, bo.userId, 'mute')).toBe('conflict')
  })
})
