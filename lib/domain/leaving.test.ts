import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Database } from '../db/database'
import type { RoomId } from '../shared/ids'
import { describeOnDialects } from '../testing/databases'
import { createPeople, type Guest, type People } from '../testing/people'
import { acceptInvite, findInvite, findOpenInvites, sendInvite } from './invites'
import { leaveParley } from './leaving'
import { findRoomIdsOf } from './members'
import { findRoomForMember } from './rooms'
import { findViewer, openSession, type Viewer } from './sessions'

describeOnDialects('leaving Parley', ({ open }) => {
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

  async function signIn({ userId }: Guest): Promise<Viewer> {
    const claim = await openSession(database.write, userId, people.time.now)
    const viewer = await findViewer(database.read, claim, people.time.now)
    if (!viewer) throw new Error('no session was opened')
    return viewer
  }

  const leave = (viewer: Viewer) => database.transact((trx) => leaveParley(trx, viewer, people.time.now))
  const invite = (from: Guest, to: Guest) =>
    database.transact((trx) =>
      sendInvite(trx, { roomId, inviterId: from.userId, inviteeId: to.userId, now: people.time.now, pendingAtMost: 5 }),
    )

  test('with the last session go every membership, every name and every open question', async () => {
    const other = await people.room(ada)
    const asked = await invite(ada, bo)
    const left = await leave(await signIn(ada))
    expect(new Set(left.roomIds)).toEqual(new Set([roomId, other.id]))
    expect(left.inviteIds).toEqual([asked.id])
    expect(await findRoomIdsOf(database.read, ada.userId)).toEqual([])
    expect((await findInvite(database.read, asked.id))?.state).toBe('withdrawn')
    await people.join(roomId, await people.guest('Ada'))
    expect(await findRoomIdsOf(database.read, bo.userId)).toEqual([roomId])
  })

  test('with another session open somewhere, the person stays in their rooms', async () => {
    const [phone, laptop] = [await signIn(ada), await signIn(ada)]
    expect(await leave(phone)).toEqual({ roomIds: [], inviteIds: [] })
    expect(await findRoomIdsOf(database.read, ada.userId)).toEqual([roomId])
    expect((await leave(laptop)).roomIds).toEqual([roomId])
  })

  test('from two sessions at the same moment leaves every room', async () => {
    for (let round = 0; round < 6; round += 1) {
      const guest = await people.guest()
      await people.join(roomId, guest)
      const viewers = [await signIn(guest), await signIn(guest)]
      await Promise.all(viewers.map(leave))
      expect(await findRoomIdsOf(database.read, guest.userId)).toEqual([])
    }
  })

  test('while asking somebody leaves no question behind', async () => {
    for (let round = 0; round < 8; round += 1) {
      const asker = await people.guest()
      await people.join(roomId, asker)
      const viewer = await signIn(asker)
      await Promise.allSettled([invite(asker, bo), leave(viewer)])
      const open = await findOpenInvites(database.read, asker.userId, people.time.now)
      expect(open).toEqual([])
    }
  })

  test('while the other says yes leaves nobody behind in the private room', async () => {
    for (let round = 0; round < 8; round += 1) {
      const [asker, asked] = [await people.guest(), await people.guest()]
      for (const guest of [asker, asked]) await people.join(roomId, guest)
      const { id: inviteId } = await invite(asker, asked)
      const viewer = await signIn(asker)
      const yes = database.transact((trx) =>
        acceptInvite(trx, { inviteId, userId: asked.userId, now: people.time.now }),
      )
      const [accepted] = await Promise.allSettled([yes, leave(viewer)])
      expect(await findRoomIdsOf(database.read, asker.userId)).toEqual([])
      const row = await findInvite(database.read, inviteId)
      // Either the yes came first, and the other reads that the asker left, or the question was gone.
      expect(row?.state).toBe(accepted?.status === 'fulfilled' ? 'accepted' : 'withdrawn')
      if (row?.private_id == null) continue
      const found = await findRoomForMember(database.read, asked.userId, { roomId: row.private_id })
      expect(found?.room).toMatchObject({ other: { hasLeft: true } })
    }
  })
})
