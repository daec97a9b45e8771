import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Database } from '../db/database'
import { createId } from '../shared/ids'
import { SERVER_TIMES } from '../shared/server-times'
import { describeOnDialects } from '../testing/databases'
import { createPeople, EPOCH, type Guest, HOUR } from '../testing/people'
import { endSession, findViewer, openSession, type SessionClaim, touchSessions, type Viewer } from './sessions'

describeOnDialects('a session', ({ open }) => {
  let database: Database
  let ada: Guest
  let claim: SessionClaim
  beforeAll(async () => {
    database = await open()
  })
  afterAll(() => database.close())
  beforeEach(async () => {
    ada = await createPeople(database).guest('Ada')
    claim = await openSession(database.write, ada.userId, EPOCH)
  })

  const find = (now: number, of = claim) => findViewer(database.read, of, now)

  async function viewer(of = claim, now = EPOCH): Promise<Viewer> {
    const found = await find(now, of)
    if (!found) throw new Error('there is no such session')
    return found
  }

  test('names its person', async () => {
    expect(await viewer()).toEqual({ sessionId: expect.any(String), userId: ada.userId, name: 'Ada', kind: 'guest' })
  })

  test('is stored by its hash only: the table opens no session', async () => {
    const { sessionId } = await viewer()
    expect(sessionId).toBe(createHash('sha256').update(claim.sid).digest('base64url'))
    const rows = await database.read.selectFrom('sessions').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(claim.sid)
    expect(await find(EPOCH, { sid: sessionId, ver: 1 })).toBeUndefined()
  })

  test('of 128 random bits is not guessed, and never the same twice', async () => {
    const claims = await Promise.all(Array.from({ length: 50 }, () => openSession(database.write, ada.userId, EPOCH)))
    expect(new Set(claims.map(({ sid }) => sid)).size).toBe(50)
    expect(claim.sid).toMatch(/^[\w-]{22}$/)
    expect(await find(EPOCH, { sid: createId(), ver: 1 })).toBeUndefined()
    expect(await find(EPOCH, { sid: '', ver: 1 })).toBeUndefined()
  })

  test('counts in the version its row has, and in no other', async () => {
    for (const ver of [0, 2, -1, 1.5]) expect(await find(EPOCH, { ...claim, ver })).toBeUndefined()
    const { sessionId } = await viewer()
    await database.write.updateTable('sessions').set({ version: 2 }).where('id', '=', sessionId).execute()
    expect(await find(EPOCH)).toBeUndefined()
    expect(await find(EPOCH, { ...claim, ver: 2 })).toBeDefined()
  })

  test('ends after 14 days without use, not sooner', async () => {
    expect(await find(EPOCH + SERVER_TIMES.sessionIdle)).toBeDefined()
    expect(await find(EPOCH + SERVER_TIMES.sessionIdle + 1)).toBeUndefined()
  })

  test('lives on while it is used, for 90 days and no longer', async () => {
    const { sessionId } = await viewer()
    for (let now = EPOCH; now < EPOCH + SERVER_TIMES.sessionAbsolute; now += SERVER_TIMES.sessionIdle) {
      expect(await find(now)).toBeDefined()
      await touchSessions(database.write, [sessionId], now)
    }
    const end = EPOCH + SERVER_TIMES.sessionAbsolute
    await touchSessions(database.write, [sessionId], end)
    expect(await find(end)).toBeDefined()
    expect(await find(end + 1)).toBeUndefined()
  })

  test('is noted as used once an hour at most', async () => {
    const { sessionId } = await viewer()
    const lastSeen = async () => {
      const row = database.read.selectFrom('sessions').select('last_seen_at').where('id', '=', sessionId)
      return (await row.executeTakeFirstOrThrow()).last_seen_at
    }
    await touchSessions(database.write, [sessionId], EPOCH + HOUR)
    expect(await lastSeen()).toBe(EPOCH)
    await touchSessions(database.write, [sessionId], EPOCH + HOUR + 1)
    expect(await lastSeen()).toBe(EPOCH + HOUR + 1)
  })

  test('that was ended opens nothing any more, and leaves the person’s others', async () => {
    const other = await openSession(database.write, ada.userId, EPOCH)
    expect(await endSession(database.write, await viewer(), EPOCH)).toEqual({ isLast: false })
    expect([await find(EPOCH), (await find(EPOCH, other))?.userId]).toEqual([undefined, ada.userId])
    expect(await endSession(database.write, await viewer(other), EPOCH)).toEqual({ isLast: true })
    expect(await find(EPOCH, other)).toBeUndefined()
  })

  test('is the last one when the others of its person have run out', async () => {
    const later = EPOCH + SERVER_TIMES.sessionIdle + 1
    const used = await openSession(database.write, ada.userId, later)
    expect(await endSession(database.write, await viewer(used, later), later)).toEqual({ isLast: true })
    const old = await openSession(database.write, ada.userId, EPOCH)
    const end = EPOCH + SERVER_TIMES.sessionAbsolute
    await touchSessions(database.write, [(await viewer(old)).sessionId], end)
    const fresh = await openSession(database.write, ada.userId, end)
    expect(await endSession(database.write, await viewer(fresh, end), end)).toEqual({ isLast: false })
    const last = await openSession(database.write, ada.userId, end + 1)
    expect(await endSession(database.write, await viewer(last, end + 1), end + 1)).toEqual({ isLast: true })
  })

  test('goes with its person', async () => {
    await database.write.deleteFrom('users').where('id', '=', ada.userId).execute()
    expect(await find(EPOCH)).toBeUndefined()
  })
})
