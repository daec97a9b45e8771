// At most five questions wait for one person; a sixth is put to nobody, and its sender cannot tell.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Database } from '../db/database'
import type { RoomId } from '../shared/ids'
import { isRefusal } from '../shared/refusal'
import { describeOnDialects } from '../testing/databases'
import { createPeople, type Guest, HOUR, type People } from '../testing/people'
import { viewInvite } from './invite-view'
import { acceptInvite, declineInvite, findOpenInvites, type InviteRow, sendInvite, withdrawInvite } from './invites'

describeOnDialects('more than five waiting for one person', ({ open }) => {
  let database: Database
  let people: People
  let bo: Guest
  let roomId: RoomId
  beforeAll(async () => {
    database = await open()
  })
  afterAll(() => database.close())
  beforeEach(async () => {
    people = createPeople(database)
    bo = await people.guest('Bo')
    roomId = (await people.room(bo)).id
  })

  const answer = (how: typeof acceptInvite, { id }: InviteRow, { userId }: Guest) =>
    database.transact((trx) => how(trx, { inviteId: id, userId, now: people.time.now }))
  const openFor = async ({ userId }: Guest) =>
    (await findOpenInvites(database.read, userId, people.time.now)).map(({ id }) => id)

  async function member(name?: string): Promise<Guest> {
    const guest = await people.guest(name)
    await people.join(roomId, guest)
    return guest
  }

  async function crowd(count: number): Promise<Guest[]> {
    const guests: Guest[] = []
    while (guests.length < count) guests.push(await member())
    return guests
  }

  function ask(from: Guest, to: Guest = bo): Promise<InviteRow> {
    const asking = { roomId, inviterId: from.userId, inviteeId: to.userId, now: people.time.now, pendingAtMost: 5 }
    return database.transact((trx) => sendInvite(trx, asking))
  }

  async function codeOf(done: Promise<unknown>): Promise<unknown> {
    const error = await done.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    return isRefusal(error) ? error.code : error
  }

  test('the sixth looks pending to its sender and is shown to nobody else', async () => {
    const shown = await Promise.all((await crowd(5)).map((guest) => ask(guest)))
    const ada = await member('Ada')
    const hidden = await ask(ada)
    const seen = [ada, bo].map(({ userId }) => viewInvite(hidden, userId, people.time.now)?.state)
    expect(seen).toEqual(['pending', undefined])
    expect(new Set(await openFor(bo))).toEqual(new Set(shown.map(({ id }) => id)))
    expect(await openFor(ada)).toEqual([hidden.id])
    expect(await codeOf(answer(acceptInvite, hidden, bo))).toBe('not_found')
    expect(await codeOf(answer(declineInvite, hidden, bo))).toBe('not_found')
    expect(await codeOf(ask(ada))).toBe('conflict')
  })

  test('senders at the same moment do not slip past', async () => {
    const rows = await Promise.all((await crowd(9)).map((guest) => ask(guest)))
    expect(rows.filter((row) => row.is_delivered === 1)).toHaveLength(5)
    expect(await openFor(bo)).toHaveLength(5)
  })

  test('an answer, a withdrawal or the end of the day makes a place', async () => {
    const [first, second, ...others] = await crowd(5)
    if (!first || !second) throw new Error('there is nobody')
    const declined = await ask(first)
    const withdrawn = await ask(second)
    for (const guest of others) await ask(guest)
    await answer(declineInvite, declined, bo)
    expect((await ask(await member())).is_delivered).toBe(1)
    await answer(withdrawInvite, withdrawn, second)
    expect((await ask(await member())).is_delivered).toBe(1)
    expect((await ask(await member())).is_delivered).toBe(0)
    people.time.now += 24 * HOUR
    expect((await ask(await member())).is_delivered).toBe(1)
  })

  test('one who wants to talk to a sender they never heard of gets through', async () => {
    await Promise.all((await crowd(5)).map((guest) => ask(guest)))
    const ada = await member('Ada')
    const hidden = await ask(ada)
    expect(await ask(bo, ada)).toMatchObject({ id: hidden.id, state: 'accepted' })
  })
})
