// A name, levels, the list of rooms and search, as a person settles and asks for them.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { DEFAULT_LIMITS } from '../shared/limits'
import { connect, create, enter, join, type Person } from '../testing/client'
import { startServer, type TestServer } from '../testing/server'
import { befriend, say } from '../testing/story'

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

describe('renaming', () => {
  test('is told to all who watch, the own tabs among them, and holds from then on', async () => {
    const tabs = [await enter(server, ada), await enter(server, ada), await enter(server, teo)]
    const [tab] = tabs
    if (!tab) throw new Error('no tab')
    expect(await tab.do('member:rename', { roomId: ada.roomId, name: '  Ada  L. ' })).toEqual({ name: 'Ada L.' })
    for (const each of tabs) {
      const { changes } = await each.hears('presence:changed', (changed) =>
        changed.changes.some(({ name }) => name === 'Ada L.'),
      )
      expect(changes).toContainEqual(expect.objectContaining({ userId: ada.userId, name: 'Ada L.' }))
    }
    await say(tab, ada.roomId, 'hello')
    await tabs[2]?.hears('room:advanced', ({ messages }) => messages[0]?.author.name === 'Ada L.')
    const entered = await tab.do('room:enter', { roomId: ada.roomId })
    expect([entered.self.name, entered.self.role]).toEqual(['Ada L.', 'host'])
    expect(entered.members.list).toContainEqual(expect.objectContaining({ userId: ada.userId, name: 'Ada L.' }))
    for (const each of tabs) each.close()
  })

  test('to a name in use, or one that looks like it, is refused with another one; to none at all, with the reason', async () => {
    const client = await enter(server, ada)
    const rename = (name: string) => client.ask('member:rename', { roomId: ada.roomId, name })
    expect(await rename('Teo')).toEqual({ ok: false, code: 'name_taken', fields: { name: 'Teo 2' } })
    expect(await rename('Te0')).toEqual({ ok: false, code: 'name_lookalike', fields: { name: 'Te0 2' } })
    expect(await rename('teo')).toEqual({ ok: true, value: { name: 'teo' } })
    expect(await rename('Admin')).toEqual({ ok: false, code: 'invalid', fields: { name: 'reserved' } })
    expect(await rename('Тeo')).toEqual({ ok: false, code: 'invalid', fields: { name: 'mixed_scripts' } })
    expect(await rename('a\u200bb')).toEqual({ ok: false, code: 'invalid', fields: { name: 'not_visible' } })
    expect(await rename('x'.repeat(33))).toEqual({ ok: false, code: 'too_large', fields: { name: 'too_long' } })
    client.close()
  })

  test('in a private room is told to the other one as part of the room', async () => {
    const { privateId } = await befriend(server, ada, teo)
    const [own, other] = [await connect(server, ada), await connect(server, teo)]
    for (const client of [own, other]) await client.do('room:enter', { roomId: privateId })
    await own.do('member:rename', { roomId: privateId, name: 'Countess' })
    await other.hears('room:updated', (room) => room.kind === 'private' && room.other.name === 'Countess')
    for (const client of [own, other]) client.close()
  })
})

test('the list, the levels and the read place are the same in every tab, and come with entering', async () => {
  const [talker, reader] = [await enter(server, ada), await enter(server, teo)]
  await say(talker, ada.roomId, 'one')
  await say(talker, ada.roomId, 'two, @Teo')
  const listed = async () => (await reader.do('room:list', {})).rooms[0]
  expect(await listed()).toMatchObject({ unread: 2, isMentioned: true, readSeq: 0, level: 'all' })
  await reader.do('room:read', { roomId: ada.roomId, seq: 1_000_000 })
  await reader.do('room:read', { roomId: ada.roomId, seq: 1 })
  await reader.do('room:level', { roomId: ada.roomId, level: 'mentions' })
  expect(await listed()).toMatchObject({ unread: 0, isMentioned: false, readSeq: 2, level: 'mentions' })
  const tab = await connect(server, teo)
  expect((await tab.do('room:enter', { roomId: ada.roomId })).self).toEqual({
    userId: teo.userId,
    name: 'Teo',
    role: 'member',
    readSeq: 2,
    level: 'mentions',
  })
  expect((await talker.do('room:enter', { roomId: ada.roomId })).self.level).toBe('all')
  for (const client of [talker, reader, tab]) client.close()
})

test('a message is found by its words and shown among its neighbours by its id', async () => {
  const client = await enter(server, ada)
  for (let at = 0; at < 30; at += 1) await say(client, ada.roomId, at === 12 ? 'the needle' : `straw ${at}`)
  const { messages, hasMore } = await client.do('message:search', { roomId: ada.roomId, query: 'NEED' })
  expect([messages.map(({ body }) => body), hasMore]).toEqual([['the needle'], false])
  const [needle] = messages
  if (!needle) throw new Error('nothing was found')
  const page = await client.do('message:page', { roomId: ada.roomId, limit: 10, aroundId: needle.id })
  expect(page.messages.map(({ seq }) => seq)).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16, 17])
  const other = await create(server, 'Other')
  const foreign = await say(await enter(server, other), other.roomId, 'elsewhere')
  const around = await client.ask('message:page', { roomId: ada.roomId, limit: 10, aroundId: foreign })
  expect(around).toEqual({ ok: false, code: 'not_found' })
  client.close()
})

test('searching has a budget of its own, and reading goes on when it is spent', async () => {
  const { searchesPerSecond } = DEFAULT_LIMITS
  const strict = await startServer({ limits: { searchesPerSecond } })
  const own = await create(strict, 'Ada')
  const client = await enter(strict, own)
  const search = () => client.ask('message:search', { roomId: own.roomId, query: 'anything' })
  const answers = await Promise.all(Array.from({ length: searchesPerSecond + 1 }, search))
  expect(answers.filter(({ ok }) => ok)).toHaveLength(searchesPerSecond)
  expect(answers.find(({ ok }) => !ok)).toMatchObject({ code: 'rate_limited', retryAfterMs: expect.any(Number) })
  await client.do('room:list', {})
  client.close()
  await strict.close()
})
