import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RoomId } from '../shared/ids'
import { SERVER_TIMES } from '../shared/server-times'
import { type Client, connect, create, enter, join, type Person } from '../testing/client'
import { startServer, type TestServer } from '../testing/server'
import { befriend, leave, leaveAll, say } from '../testing/story'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

/** What the server had sent by now: an answer comes after all that was sent before it. */
async function stirsOf(client: Client, roomId: RoomId) {
  await client.do('presence:report', { visible: true })
  return client.all('room:stirred').filter((stirred) => stirred.roomId === roomId)
}

test('every connection of every member hears that something was posted, watching or not', async () => {
  const ada = await create(server, 'Ada')
  const teo = await join(server, 'Teo', ada.code)
  const elsewhere = await create(server, 'Mina')
  const mina = await join(server, 'Mina', ada.code, elsewhere)
  const talker = await enter(server, ada)
  const listeners = [await connect(server, teo), await enter(server, teo), await connect(server, mina)]
  for (const client of listeners) await client.do('room:list', {})
  const before = Date.now()
  await say(talker, ada.roomId, 'Gate   four,\n@Teo!')
  for (const client of [talker, ...listeners]) {
    expect(await client.hears('room:stirred')).toEqual({
      roomId: ada.roomId,
      upto: 1,
      postedAt: expect.any(Number),
      posts: [{ userId: ada.userId, count: 1 }],
      mentioned: [teo.userId],
      last: { author: { id: ada.userId, name: 'Ada' }, text: 'Gate four, @Teo!' },
    })
  }
  expect(talker.all('room:stirred')[0]?.postedAt).toBeGreaterThanOrEqual(before)
  for (const client of [talker, ...listeners]) client.close()
})

test('a burst is told at most once a second, and nothing of it is lost', async () => {
  const ada = await create(server, 'Ada')
  const teo = await join(server, 'Teo', ada.code)
  const [talker, other] = [await enter(server, ada), await enter(server, teo)]
  const listener = await connect(server, teo)
  await listener.do('room:list', {})
  const started = performance.now()
  for (let at = 0; at < 30; at += 1) await say(at % 3 === 0 ? other : talker, ada.roomId, `message ${at}`)
  const messageId = await say(talker, ada.roomId, 'the last')
  await listener.hears('room:stirred', ({ last }) => last.text === 'the last')
  const stirs = await stirsOf(listener, ada.roomId)
  expect(stirs.length).toBeLessThanOrEqual(2 + (performance.now() - started) / SERVER_TIMES.stirredEvery)
  const counts = new Map<string, number>()
  for (const { posts } of stirs) {
    for (const { userId, count } of posts) counts.set(userId, (counts.get(userId) ?? 0) + count)
  }
  expect(counts).toEqual(
    new Map([
      [teo.userId, 10],
      [ada.userId, 21],
    ]),
  )
  expect(stirs.at(-1)?.upto).toBe(31)
  // Changing what stands is nothing new.
  await talker.do('message:edit', { roomId: ada.roomId, messageId, body: 'the last, edited' })
  await talker.do('message:react', { roomId: ada.roomId, messageId, emoji: '👍', on: true })
  await say(talker, ada.roomId, 'one more')
  const next = await listener.hears('room:stirred', ({ last }) => last.text === 'one more')
  expect(next.posts).toEqual([{ userId: ada.userId, count: 1 }])
  for (const client of [talker, other, listener]) client.close()
})

test('sending again what was stored stirs nobody', async () => {
  const ada = await create(server, 'Ada')
  const talker = await enter(server, ada)
  const payload = { roomId: ada.roomId, clientMessageId: crypto.randomUUID() as never, body: 'once' }
  await talker.do('message:send', payload)
  await talker.do('message:send', payload)
  await say(talker, ada.roomId, 'twice')
  await talker.hears('room:stirred', ({ last }) => last.text === 'twice')
  const posts = (await stirsOf(talker, ada.roomId)).flatMap((stirred) => stirred.posts)
  expect(posts.reduce((sum, { count }) => sum + count, 0)).toBe(2)
  talker.close()
})

test('everybody is named by one word, and the author by none of their own', async () => {
  const ada = await create(server, 'Ada')
  const teo = await join(server, 'Teo', ada.code)
  const talker = await enter(server, ada)
  await say(talker, ada.roomId, '@Ada is me')
  expect((await talker.hears('room:stirred')).mentioned).toEqual([])
  await say(talker, ada.roomId, 'lunch, @all')
  const { mentioned, namesAll } = await talker.hears('room:stirred', ({ last }) => last.text.includes('@all'))
  expect([new Set(mentioned), namesAll]).toEqual([new Set([ada.userId, teo.userId]), true])
  talker.close()
})

test('who joins hears from then on; who left, or was never in, hears nothing, in any tab', async () => {
  const ada = await create(server, 'Ada')
  const [leaver, gone] = [await join(server, 'Leaver', ada.code), await join(server, 'Gone', ada.code)]
  const stranger = await create(server, 'Stranger')
  const talker = await enter(server, ada)
  const tabs = [await enter(server, leaver), await connect(server, leaver), await connect(server, stranger)]
  for (const tab of tabs) await tab.do('room:list', {})
  await leave(server, leaver, ada.roomId)
  await Promise.all(tabs.slice(0, 2).map((tab) => tab.hears('member:removed')))
  await leaveAll(server, gone)
  tabs.push(await connect(server, leaver))
  await tabs.at(-1)?.do('room:list', {})
  await say(talker, ada.roomId, 'a secret of those who stayed')
  await talker.hears('room:stirred', ({ last }) => last.text.startsWith('a secret'))
  for (const tab of tabs) expect(await stirsOf(tab, ada.roomId)).toEqual([])

  const late: Person = await join(server, 'Late', ada.code, stranger)
  server.services.bus.publish({ kind: 'membership', roomId: ada.roomId, userId: late.userId })
  const strangersTab = tabs[2]
  if (!strangersTab) throw new Error('no tab')
  await expect
    .poll(async () => {
      await say(talker, ada.roomId, 'welcome')
      return (await stirsOf(strangersTab, ada.roomId)).length
    })
    .toBeGreaterThan(0)
  expect(JSON.stringify(strangersTab.heard)).not.toContain('secret')
  for (const client of [talker, ...tabs]) client.close()
})

test('of a private room only the two hear', async () => {
  const ada = await create(server, 'Ada')
  const [teo, third] = [await join(server, 'Teo', ada.code), await join(server, 'Third', ada.code)]
  const outsider = await connect(server, third)
  const listener = await connect(server, teo)
  const { privateId } = await befriend(server, ada, teo)
  const talker = await connect(server, ada)
  await talker.do('room:enter', { roomId: privateId })
  await say(talker, privateId, 'between us')
  expect((await listener.hears('room:stirred', ({ roomId }) => roomId === privateId)).last.text).toBe('between us')
  expect(await stirsOf(outsider, privateId)).toEqual([])
  for (const client of [outsider, listener, talker]) client.close()
})
