// The host changes the room's code: the old one dies at once, members stay and are told.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { LOBBY_CODE } from '../shared/ids'
import { DEFAULT_LIMITS } from '../shared/limits'
import { isRefusal } from '../shared/refusal'
import { type Client, connect, create, enter, join, type Person } from '../testing/client'
import { startServer, type TestServer } from '../testing/server'
import { befriend, leave, say } from '../testing/story'

let server: TestServer
let ada: Person
let teo: Person
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())
beforeEach(async () => {
  ada = await create(server, 'Ada')
  teo = await join(server, 'Teo', ada.code)
})

/** Connected, and told of what happens in their rooms. */
async function elsewhere(person: Person): Promise<Client> {
  const client = await connect(server, person)
  await client.do('room:enter', { roomId: person.roomId })
  await client.do('room:leave', { roomId: person.roomId })
  return client
}

test('members stay and hear of the new code in every tab, in the room or elsewhere; others hear nothing', async () => {
  const tabs = [await enter(server, ada), await enter(server, ada), await enter(server, teo), await elsewhere(teo)]
  const stranger = await enter(server, await create(server, 'Stranger'))
  const [host, , member] = tabs
  if (!host || !member) throw new Error('no tabs')
  const { code } = await host.do('room:rotate', { roomId: ada.roomId })
  expect(code).not.toBe(ada.code)
  const room = { kind: 'group', id: ada.roomId, code, title: code }
  for (const tab of tabs) {
    expect(await tab.hears('room:updated')).toEqual(room)
    expect(tab.all('room:updated')).toHaveLength(1)
    expect(tab.all('member:removed')).toEqual([])
  }
  await say(member, ada.roomId, 'Still here.')
  await host.hears('room:advanced', ({ messages }) => messages.some(({ body }) => body === 'Still here.'))
  const { rooms } = await member.do('room:list', {})
  expect(rooms.map((listed) => listed.room)).toEqual([room])
  await stranger.do('presence:report', { visible: true })
  expect(stranger.all('room:updated')).toEqual([])
  for (const client of [...tabs, stranger]) client.close()
})

test('the old code is a wrong code like any other, for members too, and spends the budget for guesses', async () => {
  const strict = await startServer({ limits: { wrongCodes: 2 } })
  const bea = await create(strict, 'Bea')
  const [host, member] = [await enter(strict, bea), await enter(strict, await join(strict, 'Cy', bea.code))]
  const { code } = await host.do('room:rotate', { roomId: bea.roomId })
  expect(await member.ask('room:enter', { code: bea.code })).toEqual({ ok: false, code: 'not_found' })
  const refused = await join(strict, 'Dan', bea.code).catch((error: unknown) => error)
  expect(isRefusal(refused) ? refused.code : refused).toBe('not_found')
  expect(await host.ask('room:enter', { code: bea.code })).toMatchObject({ ok: false, code: 'rate_limited' })
  expect(await member.ask('room:enter', { code })).toMatchObject({ ok: true })
  for (const client of [host, member]) client.close()
  await strict.close()
})

test('who left a moment before does not learn the new code', async () => {
  const [host, member] = [await enter(server, ada), await enter(server, teo)]
  // As when the rows have changed and this node has not yet heard of it.
  const { publish } = server.services.bus
  server.services.bus.publish = () => undefined
  await leave(server, teo, ada.roomId)
  server.services.bus.publish = publish
  await host.do('room:rotate', { roomId: ada.roomId })
  await host.hears('room:updated')
  await member.do('presence:report', { visible: true })
  expect(member.all('room:updated')).toEqual([])
  for (const client of [host, member]) client.close()
})

test('it is for the host alone; the lobby keeps its word, and a private chat has no code', async () => {
  const { privateId } = await befriend(server, ada, teo)
  const lobby = await join(server, 'Ada', LOBBY_CODE, ada)
  const [host, member] = [await connect(server, ada), await connect(server, teo)]
  const stranger = await connect(server, await create(server, 'Stranger'))
  const asked = (client: Client, roomId = ada.roomId) => client.ask('room:rotate', { roomId })
  for (const answer of [asked(member), asked(host, privateId), asked(host, lobby.roomId)]) {
    expect(await answer).toEqual({ ok: false, code: 'forbidden' })
  }
  expect(await asked(stranger)).toEqual({ ok: false, code: 'not_found' })
  expect(await asked(stranger, privateId)).toEqual({ ok: false, code: 'not_found' })
  expect(await host.ask('room:enter', { code: ada.code })).toMatchObject({ ok: true })
  for (const client of [host, member, stranger]) client.close()
})

test('it costs an address what opening a room does; a refusal costs nothing', async () => {
  const strict = await startServer({ limits: { roomsPerHour: DEFAULT_LIMITS.roomsPerHour } })
  const bea = await create(strict, 'Bea')
  const [host, member] = [await enter(strict, bea), await enter(strict, await join(strict, 'Cy', bea.code))]
  const { roomId } = bea
  for (let at = 0; at < 5; at++) await member.ask('room:rotate', { roomId })
  for (let at = 1; at < DEFAULT_LIMITS.roomsPerHour; at++) await host.do('room:rotate', { roomId })
  const refused = await host.ask('room:rotate', { roomId })
  expect(refused).toEqual({ ok: false, code: 'rate_limited', retryAfterMs: expect.any(Number) })
  for (const client of [host, member]) client.close()
  await strict.close()
})
