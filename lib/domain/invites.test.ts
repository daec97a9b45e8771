import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../db/database'
import { createId, type InviteId, type RoomId, type UserId } from '../shared/ids'
import { isRefusal } from '../shared/refusal'
import { describeOnDialects } from '../testing/databases'
import { createPeople, type Guest, HOUR, type People } from '../testing/people'
import { viewInvite } from './invite-view'
import {
  acceptInvite,
  declineInvite,
  expireInvites,
  findInvite,
  findOpenInvites,
  type InviteRow,
  sendInvite,
  withdrawInvite,
} from './invites'
import { leaveRoom } from './members'

describeOnDialects('invites', ({ open }) => {
  let database: Database
  let people: People
  let ada: Guest
  let bo: Guest
  let roomId: RoomId
  beforeAll(async () => {
    database = await open()
  })
  afterAll(() => database.close())
  beforeEach(async () => {
    people = createPeople(database)
    ada = await people.guest('Ada')
    bo = await people.guest('Bo')
    roomId = (await people.room(ada, bo)).id
  })

  type Answer = typeof acceptInvite
  const act = (answer: Answer, { id }: InviteRow, { userId }: Guest) =>
    database.transact((trx) => answer(trx, { inviteId: id, userId, now: people.time.now }))
  const accept = (row: InviteRow, by = bo) => act(acceptInvite, row, by)
  const decline = (row: InviteRow, by = bo) => act(declineInvite, row, by)
  const withdraw = (row: InviteRow, by = ada) => act(withdrawInvite, row, by)

  function ask(from: Guest, to: { userId: UserId }, more: { roomId?: RoomId; note?: string } = {}): Promise<InviteRow> {
    const asking = { roomId, inviterId: from.userId, inviteeId: to.userId, now: people.time.now, pendingAtMost: 5 }
    return database.transact((trx) => sendInvite(trx, { ...asking, ...more }))
  }

  async function codeOf(done: Promise<unknown>): Promise<unknown> {
    const error = await done.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    return isRefusal(error) ? error.code : error
  }

  async function seenBy({ userId }: Guest, { id }: InviteRow): Promise<string | undefined> {
    const row = await findInvite(database.read, id)
    return row && viewInvite(row, userId, people.time.now)?.state
  }

  const openFor = async ({ userId }: Guest) =>
    (await findOpenInvites(database.read, userId, people.time.now)).map(({ id }) => id)

  describe('asking', () => {
    test('is a question to one person, with both names as they are now and a note', async () => {
      const row = await ask(ada, bo, { note: 'Coffee?' })
      expect(viewInvite(row, bo.userId, people.time.now)).toEqual({
        ...{ id: row.id, roomId, note: 'Coffee?', state: 'pending', expiresAt: people.time.now + 24 * HOUR },
        inviter: { id: ada.userId, name: 'Ada' },
        invitee: { id: bo.userId, name: 'Bo' },
      })
      expect([await openFor(ada), await openFor(bo)]).toEqual([[row.id], [row.id]])
      expect(viewInvite(row, (await people.guest()).userId, people.time.now)).toBeUndefined()
      expect(viewInvite(await ask(ada, await member('Eve')), ada.userId, people.time.now)).not.toHaveProperty('note')
    })

    test('is for two who are in the room, and nobody else', async () => {
      const eve = await people.guest('Eve')
      expect(await codeOf(ask(ada, eve))).toBe('not_found')
      expect(await codeOf(ask(eve, ada))).toBe('not_found')
      expect(await codeOf(ask(ada, { userId: createId<UserId>() }))).toBe('not_found')
      expect(await codeOf(ask(ada, bo, { roomId: createId<RoomId>() }))).toBe('not_found')
      await database.transact((trx) => leaveRoom(trx, { roomId, userId: bo.userId }))
      expect(await codeOf(ask(ada, bo))).toBe('not_found')
    })

    test('oneself, or from within a private room, is refused', async () => {
      expect(await codeOf(ask(ada, ada))).toBe('invalid')
      const { private_id } = await accept(await ask(ada, bo))
      if (private_id === null) throw new Error('no room was opened')
      expect(await codeOf(ask(ada, bo, { roomId: private_id }))).toBe('conflict')
    })
  })

  describe('one invite per pair and 24 hours', () => {
    const ends: Record<string, (row: InviteRow) => Promise<unknown>> = {
      'nobody answered': async () => {},
      'it was declined': (row) => decline(row),
      'it was withdrawn': (row) => withdraw(row),
      'it was declined and then withdrawn': (row) => decline(row).then(() => withdraw(row)),
    }
    test.each(Object.entries(ends))('holds when %s, and says how long', async (_, end) => {
      await end(await ask(ada, bo))
      people.time.now += HOUR
      await expect(ask(ada, bo)).rejects.toMatchObject({ code: 'conflict', detail: { retryAfterMs: 23 * HOUR } })
      people.time.now += 23 * HOUR - 1
      await expect(ask(ada, bo)).rejects.toMatchObject({ code: 'conflict', detail: { retryAfterMs: 1 } })
      people.time.now += 1
      expect((await ask(ada, bo)).state).toBe('pending')
    })

    test('does not hold after a yes: the next is asked at once, and leads to the same private room', async () => {
      const first = await accept(await ask(ada, bo))
      const { id, private_id } = await accept(await ask(ada, bo))
      expect(id).not.toBe(first.id)
      expect(private_id).toBe(first.private_id)
    })

    test('goes for the pair, from whichever room', async () => {
      await ask(ada, bo)
      const other = await people.room(ada, bo)
      expect(await codeOf(ask(ada, bo, { roomId: other.id }))).toBe('conflict')
      expect((await ask(ada, await member('Eve'))).state).toBe('pending')
    })
  })

  describe('asking who has asked oneself', () => {
    test('is a yes, also after a no', async () => {
      const row = await ask(ada, bo)
      expect(await ask(bo, ada)).toMatchObject({ id: row.id, state: 'accepted' })
      const [eve, zoe] = [await member('Eve'), await member('Zoe')]
      const declined = await decline(await ask(eve, zoe), zoe)
      expect(await ask(zoe, eve)).toMatchObject({ id: declined.id, state: 'accepted' })
    })

    test('is no yes to what was taken back', async () => {
      await withdraw(await ask(ada, bo))
      expect(await codeOf(ask(bo, ada))).toBe('conflict')
    })

    test('at the same moment opens one private room', async () => {
      for (let round = 0; round < 5; round += 1) {
        const [one, two] = [await member(), await member()]
        const rows = await Promise.all([ask(one, two), ask(two, one)])
        expect(rows.map(({ state }) => state).sort()).toEqual(['accepted', 'pending'])
        expect(new Set(rows.map(({ id }) => id)).size).toBe(1)
      }
    })
  })

  describe('answering', () => {
    test('is the invitee’s alone', async () => {
      const row = await ask(ada, bo)
      const eve = await member('Eve')
      for (const by of [ada, eve]) {
        expect(await codeOf(accept(row, by))).toBe('not_found')
        expect(await codeOf(decline(row, by))).toBe('not_found')
      }
      for (const by of [bo, eve]) expect(await codeOf(withdraw(row, by))).toBe('not_found')
      const nothing = { ...row, id: createId<InviteId>() }
      expect([await codeOf(accept(nothing)), await codeOf(withdraw(nothing))]).toEqual(['not_found', 'not_found'])
    })

    test('yes leads both into one private room, and a second tab’s yes finds it done', async () => {
      const row = await ask(ada, bo)
      const tabs = await Promise.all([accept(row), accept(row)])
      expect(tabs[0]).toMatchObject({ state: 'accepted', private_id: tabs[1]?.private_id })
      const privateId = tabs[0]?.private_id
      for (const reader of [ada, bo]) {
        const view = tabs[0] && viewInvite(tabs[0], reader.userId, people.time.now)
        expect(view).toMatchObject({ state: 'accepted', privateId })
      }
      expect([await openFor(ada), await openFor(bo)]).toEqual([[], []])
      expect(await codeOf(decline(row))).toBe('not_found')
      expect(await codeOf(withdraw(row))).toBe('not_found')
    })

    test('yes and a withdrawal, or yes and no, at the same moment: one of them counts', async () => {
      for (let round = 0; round < 6; round += 1) {
        const [one, two] = [await member(), await member()]
        const row = await ask(one, two)
        const other = round % 2 ? withdraw(row, one) : decline(row, two)
        const told = await Promise.all([codeOf(accept(row, two)), codeOf(other)])
        expect(told.filter((code) => code === 'not_found')).toHaveLength(1)
        const state = told[0] === undefined ? 'accepted' : round % 2 ? 'withdrawn' : 'declined'
        expect((await findInvite(database.read, row.id))?.state).toBe(state)
      }
    })

    test('no is final, and told to nobody', async () => {
      const row = await ask(ada, bo)
      await decline(row)
      expect((await decline(row)).state).toBe('declined')
      expect(await codeOf(accept(row))).toBe('not_found')
      expect([await seenBy(ada, row), await seenBy(bo, row)]).toEqual(['pending', 'declined'])
      expect([await openFor(ada), await openFor(bo)]).toEqual([[row.id], []])
    })

    test('is too late once 24 hours are over', async () => {
      const [early, late] = [await ask(ada, bo), await ask(ada, await member('Eve'))]
      people.time.now += 24 * HOUR - 1
      expect((await accept(early)).state).toBe('accepted')
      people.time.now += 1
      for (const answer of [acceptInvite, declineInvite])
        expect(await codeOf(act(answer, late, { userId: late.invitee_id, name: ada.name }))).toBe('not_found')
      expect(await codeOf(withdraw(late))).toBe('not_found')
      expect(await seenBy(ada, late)).toBe('expired')
      await expireInvites(database.write, people.time.now)
      expect((await findInvite(database.read, late.id))?.state).toBe('expired')
      expect((await findInvite(database.read, early.id))?.state).toBe('accepted')
    })

    test('what was withdrawn is withdrawn for both, and cannot be accepted', async () => {
      const row = await withdraw(await ask(ada, bo))
      expect((await withdraw(row)).state).toBe('withdrawn')
      expect([await seenBy(ada, row), await seenBy(bo, row)]).toEqual(['withdrawn', 'withdrawn'])
      expect(await codeOf(accept(row))).toBe('not_found')
      expect([await openFor(ada), await openFor(bo)]).toEqual([[], []])
    })
  })

  async function member(name?: string): Promise<Guest> {
    const guest = await people.guest(name)
    await people.join(roomId, guest)
    return guest
  }
})
