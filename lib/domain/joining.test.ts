import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Database } from '../db/database'
import { createRoomCode, LOBBY_CODE } from '../shared/ids'
import { DEFAULT_LIMITS, type Limits } from '../shared/limits'
import { isRefusal, Refusal } from '../shared/refusal'
import { describeOnDialects } from '../testing/databases'
import { createPeople, HOUR, type People, username } from '../testing/people'
import { type Joined, joinByCode, openRoom } from './joining'
import { createRateLimits } from './rate-limit'
import { ensureLobby, findRoomForMember } from './rooms'
import { findViewer, type Viewer } from './sessions'

describeOnDialects('joining', ({ open }) => {
  let database: Database
  let people: People
  let made = 0
  beforeAll(async () => {
    database = await open()
    await ensureLobby(database.write, 0)
  })
  afterAll(() => database.close())
  beforeEach(() => {
    people = createPeople(database)
    made += 1
  })

  function door(limits: Partial<Limits> = {}) {
    const all = { ...DEFAULT_LIMITS, ...limits }
    return { database, rates: createRateLimits(all), limits: all }
  }

  function comer(name: string, viewer?: Viewer) {
    return { viewer, name: username(name), address: `192.0.2.${made}`, now: people.time.now }
  }

  async function viewerOf({ claim }: Joined): Promise<Viewer> {
    const viewer = claim && (await findViewer(database.read, claim, people.time.now))
    if (!viewer) throw new Error('no session was opened')
    return viewer
  }

  async function count(table: 'users' | 'sessions' | 'members'): Promise<number> {
    const rows = await database.read.selectFrom(table).selectAll().execute()
    return rows.length
  }

  const codeOf = (error: unknown) => (isRefusal(error) ? error.code : String(error))
  const nameOf = async ({ userId, roomId }: Joined) =>
    (await findRoomForMember(database.read, userId, { roomId }))?.self.name

  test('a newcomer with a code is a guest, with a session, in the room', async () => {
    const { code, id } = await people.room()
    const joined = await joinByCode(door(), comer('Ada'), code)
    expect(joined).toMatchObject({ code, roomId: id })
    expect(await viewerOf(joined)).toMatchObject({ userId: joined.userId, name: 'Ada', kind: 'guest' })
    expect(await nameOf(joined)).toBe('Ada')
  })

  test('the lobby is open to everybody, without a guess', async () => {
    const rooms = door({ wrongCodes: 0 })
    const joined = await joinByCode(rooms, comer(`Ada ${made}`), LOBBY_CODE)
    expect(joined.code).toBe(LOBBY_CODE)
    await expect(joinByCode(rooms, comer('Ada'), createRoomCode())).rejects.toMatchObject({ code: 'rate_limited' })
  })

  test('a code that opens nothing is not found beside its field, and nobody is made', async () => {
    const before = [await count('users'), await count('sessions')]
    const refused = joinByCode(door(), comer('Ada'), createRoomCode())
    await expect(refused).rejects.toEqual(new Refusal('not_found', { fields: { code: 'not_found' } }))
    expect([await count('users'), await count('sessions')]).toEqual(before)
  })

  test('a taken name refuses the whole step: no guest, no session, no membership stays behind', async () => {
    const { code } = await people.room(await people.guest('Bob'))
    const before = [await count('users'), await count('sessions'), await count('members')]
    await expect(joinByCode(door(), comer('Bob'), code)).rejects.toMatchObject({ code: 'name_taken' })
    expect([await count('users'), await count('sessions'), await count('members')]).toEqual(before)
  })

  test('two newcomers as Bob at the same moment: one session, one refusal', async () => {
    const { code } = await people.room()
    const before = await count('sessions')
    const told = await Promise.all([1, 2].map(() => joinByCode(door(), comer('Bob'), code).then(() => 'in', codeOf)))
    expect(told.sort()).toEqual(['in', 'name_taken'])
    expect(await count('sessions')).toBe(before + 1)
  })

  test('who has a session stays the same person in the next room, by the name they give there', async () => {
    const [first, second] = [await people.room(), await people.room(await people.guest('Ada'))]
    const joined = await joinByCode(door(), comer('Ada'), first.code)
    const viewer = await viewerOf(joined)
    await expect(joinByCode(door(), comer('Ada', viewer), second.code)).rejects.toMatchObject({ code: 'name_taken' })
    const again = await joinByCode(door(), comer('Ada 2', viewer), second.code)
    expect(again).toEqual({ code: second.code, roomId: second.id, userId: joined.userId })
    expect([await nameOf(joined), await nameOf(again)]).toEqual(['Ada', 'Ada 2'])
    // The name last chosen is the one that is remembered.
    expect((await viewerOf(joined)).name).toBe('Ada 2')
  })

  test('who comes back after days holds the name from that moment on, before any connection', async () => {
    const { code } = await people.room()
    const joined = await joinByCode(door(), comer('Bob'), code)
    people.time.now += 48 * HOUR
    await joinByCode(door(), comer('Bob', await viewerOf(joined)), code)
    await expect(joinByCode(door(), comer('Bob'), code)).rejects.toMatchObject({ code: 'name_taken' })
    expect(await nameOf(joined)).toBe('Bob')
  })

  test('a room of one’s own has its maker as host, and the title they gave', async () => {
    const plain = await openRoom(door(), comer('Ada'), undefined)
    const titled = await openRoom(door(), comer('Ada'), 'Planning')
    const seen = await Promise.all(
      [plain, titled].map(({ userId, roomId }) => findRoomForMember(database.read, userId, { roomId })),
    )
    expect(seen.map((found) => found?.self.role)).toEqual(['host', 'host'])
    expect(seen.map((found) => found?.room)).toMatchObject([{ title: plain.code }, { title: 'Planning' }])
    expect(await viewerOf(titled)).toMatchObject({ userId: titled.userId })
  })

  test('an address opens so many rooms an hour, and is told when the next', async () => {
    const rooms = door({ roomsPerHour: 2 })
    await openRoom(rooms, comer('Ada'), undefined)
    await openRoom(rooms, comer('Ada'), undefined)
    const refusal = await openRoom(rooms, comer('Ada'), undefined).catch((error: unknown) => error)
    expect(refusal).toMatchObject({ code: 'rate_limited', detail: { retryAfterMs: expect.any(Number) } })
    await expect(openRoom(rooms, { ...comer('Ada'), address: '198.51.100.1' }, undefined)).resolves.toBeTruthy()
  })

  test('an address joins so often a minute, whatever the codes', async () => {
    const rooms = door({ joinsPerMinute: 3 })
    const { code } = await people.room()
    const told: string[] = []
    for (const name of ['A', 'B', 'C', 'D'])
      told.push(await joinByCode(rooms, comer(name), code).then(() => 'in', codeOf))
    expect(told).toEqual(['in', 'in', 'in', 'rate_limited'])
  })

  test('members are never held up by the wrong codes of others behind their address', async () => {
    const rooms = door({ wrongCodes: 1 })
    const { code } = await people.room()
    const viewer = await viewerOf(await joinByCode(rooms, comer('Ada'), code))
    await joinByCode(rooms, comer('Eve'), createRoomCode()).catch(() => {})
    await expect(joinByCode(rooms, comer('Eve'), code)).rejects.toMatchObject({ code: 'rate_limited' })
    await expect(joinByCode(rooms, comer('Ada', viewer), code)).resolves.toMatchObject({ code })
    await expect(joinByCode(rooms, comer(`Ada ${made}`, viewer), LOBBY_CODE)).resolves.toBeTruthy()
  })

  test('a class of thirty behind one router, each mistyping twice, all get in', async () => {
    const rooms = door()
    const { code } = await people.room()
    for (let pupil = 1; pupil <= 30; pupil += 1) {
      for (const wrong of [createRoomCode(), createRoomCode()])
        expect(await joinByCode(rooms, comer(`Pupil ${pupil}`), wrong).catch(codeOf)).toBe('not_found')
      await expect(joinByCode(rooms, comer(`Pupil ${pupil}`), code)).resolves.toMatchObject({ code })
    }
  })

  test('coming again to a room one is in gives no wrong tries back', async () => {
    const rooms = door({ wrongCodes: 2 })
    const { code } = await people.room()
    const viewer = await viewerOf(await joinByCode(rooms, comer('Ada'), code))
    const told: string[] = []
    for (let round = 0; round < 3; round += 1) {
      told.push(await joinByCode(rooms, comer('Ada', viewer), createRoomCode()).then(String, codeOf))
      await joinByCode(rooms, comer('Ada', viewer), code)
    }
    expect(told).toEqual(['not_found', 'not_found', 'rate_limited'])
  })

  test('joining as one new guest after another does not buy guesses without end', async () => {
    const rooms = door({ joinsPerMinute: 10_000 })
    const { code } = await people.room()
    let wrong = 0
    for (let round = 0; round < 60; round += 1) {
      for (const guess of [createRoomCode(), createRoomCode(), createRoomCode()])
        wrong += (await joinByCode(rooms, comer('Eve'), guess).then(String, codeOf)) === 'not_found' ? 1 : 0
      await joinByCode(rooms, comer(`Eve ${round}`), code).catch(() => {})
    }
    const { wrongCodes, wrongCodesForgiven } = DEFAULT_LIMITS
    expect(wrong).toBe(wrongCodes + wrongCodes * wrongCodesForgiven)
  })
})
