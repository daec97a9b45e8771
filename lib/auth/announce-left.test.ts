import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSession } from '../domain/sessions'
import { type Client, connect, cookieOf, create, enter, join, type Person, refusalOf } from '../testing/client'
import { startServer, type TestServer } from '../testing/server'
import { leaveAll } from '../testing/story'
import { mintToken } from './token'

let server: TestServer
beforeAll(async () => {
  server = await startServer({ limits: { presenceGraceMs: 600_000 } })
})
afterAll(() => server.close())

const closing = (client: Client): Promise<string> =>
  new Promise((resolve) => client.socket.once('disconnect', (reason) => resolve(reason)))

/** The same person on another device. */
async function secondSession(person: Person): Promise<Person> {
  const { database, clock, authSecret, settings } = server.services
  const claim = await openSession(database.write, person.userId, clock.now())
  const { id } = await database.read
    .selectFrom('sessions')
    .select('id')
    .where('user_id', '=', person.userId)
    .where('id', '!=', person.viewer.sessionId)
    .executeTakeFirstOrThrow()
  const viewer = { ...person.viewer, sessionId: id }
  return { ...person, viewer, cookie: cookieOf(settings, await mintToken(authSecret, claim)) }
}

test('leaving Parley closes every connection of the session, ends its cookie and frees its names', async () => {
  const ada = await create(server, 'Ada')
  const teo = await join(server, 'Teo', ada.code)
  const watcher = await enter(server, ada)
  const tabs = [await enter(server, teo), await enter(server, teo), await connect(server, teo)]
  const closed = tabs.map(closing)
  await leaveAll(server, teo)
  expect(await Promise.all(closed)).toEqual(tabs.map(() => 'io server disconnect'))
  expect(await refusalOf(server, teo)).toBe('unauthenticated')
  await watcher.hears('presence:changed', ({ changes }) =>
    changes.some(({ userId, state }) => userId === teo.userId && state === 'absent'),
  )
  const namesake = await join(server, 'Teo', ada.code)
  expect(namesake.userId).not.toBe(teo.userId)
  watcher.close()
})

test('it takes back what the person still asks of others, and tells them', async () => {
  const ada = await create(server, 'Ada')
  const teo = await join(server, 'Teo', ada.code)
  const [inviter, invitee] = [await connect(server, teo), await connect(server, ada)]
  const { inviteId } = await inviter.do('invite:send', { roomId: ada.roomId, userId: ada.userId })
  await invitee.hears('invite:received')
  await leaveAll(server, teo)
  expect(await invitee.hears('invite:resolved')).toMatchObject({ id: inviteId, state: 'withdrawn' })
  expect(await invitee.ask('invite:accept', { inviteId })).toEqual({ ok: false, code: 'not_found' })
  invitee.close()
})

test('on one device it leaves the other device of the same person alone', async () => {
  const ada = await create(server, 'Ada')
  const phone = await secondSession(ada)
  const [laptopTab, phoneTab] = [await enter(server, ada), await enter(server, phone)]
  const closed = closing(laptopTab)
  await leaveAll(server, ada)
  expect(await closed).toBe('io server disconnect')
  expect(await refusalOf(server, ada)).toBe('unauthenticated')
  expect(await phoneTab.do('room:enter', { roomId: ada.roomId })).toMatchObject({ self: { name: 'Ada' } })
  expect(await refusalOf(server, phone)).toBeUndefined()
  const bo = await join(server, 'Bo', ada.code)
  await expect(join(server, 'Ada', ada.code, bo)).rejects.toMatchObject({ code: 'name_taken' })
  const phoneClosed = closing(phoneTab)
  await leaveAll(server, phone)
  expect(await phoneClosed).toBe('io server disconnect')
  await expect(join(server, 'Ada', ada.code, bo)).resolves.toMatchObject({ code: ada.code })
})
