import { Socket } from 'node:net'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { leaveParley } from '../domain/leaving'
import { leaveRoom } from '../domain/members'
import { type Client, create, enter, join, type Person } from '../testing/client'
import { describeOnNodes, type Nodes, startNodes } from '../testing/nodes'
import type { TestServer } from '../testing/server'
import { leave, leaveAll, say } from '../testing/story'

/** Far above what it takes, since the machine may be busy. */
const SOON = { timeout: 8_000 }

const bodiesOf = (client: Client): string[] =>
  client.all('room:advanced').flatMap(({ messages }) => messages.map(({ body }) => body))

describeOnNodes('removal on two nodes', ({ url, startOwn }) => {
  let cluster: Nodes
  let here: TestServer
  let there: TestServer
  beforeAll(async () => {
    cluster = await startNodes({ redisUrls: [url, url] })
    ;[here, there] = cluster.nodes
  })
  afterAll(() => cluster.close())

  async function room(
    on: TestServer,
    elsewhere: TestServer,
  ): Promise<{ ada: Person; bo: Person; one: Client; other: Client }> {
    const ada = await create(on, 'Ada')
    const bo = await join(elsewhere, 'Bo', ada.code)
    return { ada, bo, one: await enter(on, ada), other: await enter(elsewhere, bo) }
  }

  test('who leaves by an action on one node hears nothing more on the other, within a second', async () => {
    const { ada, bo, one, other } = await room(here, there)
    await say(one, ada.roomId, 'before')
    await expect.poll(() => bodiesOf(other), SOON).toEqual(['before'])
    const leftAt = performance.now()
    await leave(here, bo, ada.roomId)
    await other.hears('member:removed')
    expect(performance.now() - leftAt).toBeLessThan(1_000)
    await say(one, ada.roomId, 'after')
    const marker = await join(there, 'Marker', ada.code)
    const mark = await enter(there, marker)
    await say(one, ada.roomId, 'and this')
    await expect.poll(() => bodiesOf(mark), SOON).toEqual(['and this'])
    expect(bodiesOf(other)).toEqual(['before'])
    for (const client of [one, other, mark]) client.close()
  })

  test('a session that ends on one node closes its connections on the other', async () => {
    const { bo, one, other } = await room(here, there)
    await leaveAll(here, bo)
    await expect.poll(() => other.socket.connected, SOON).toBe(false)
    for (const client of [one, other]) client.close()
  })

  test('a removal and an end of which nobody was woken are found within five seconds', async () => {
    const { ada, bo, one, other } = await room(here, there)
    const cy = await join(there, 'Cy', ada.code)
    const tab = await enter(there, cy)
    const removedAt = performance.now()
    await here.services.database.transact((trx) => leaveRoom(trx, { roomId: ada.roomId, userId: bo.userId }))
    await here.services.database.transact((trx) => leaveParley(trx, cy.viewer, here.services.clock.now()))
    const gone = other.hears('member:removed')
    let sent = 0
    let toldAt = removedAt
    for (;;) {
      const count = bodiesOf(other).length
      await say(one, ada.roomId, `while nobody knows ${sent++}`)
      if (bodiesOf(other).length > count) toldAt = performance.now()
      if (other.all('member:removed').length > 0) break
    }
    await gone
    expect(toldAt - removedAt).toBeLessThan(5_500)
    const heard = bodiesOf(other).length
    await say(one, ada.roomId, 'after')
    await expect.poll(() => tab.socket.connected, { timeout: 6_000 }).toBe(false)
    expect(bodiesOf(other)).toHaveLength(heard)
    for (const client of [one, other, tab]) client.close()
  })

  test('without Redis a removal on the other node is found within five seconds too', async () => {
    const redis = await startOwn()
    const own = await startNodes({ redisUrls: [redis.url, redis.url] })
    const [left, right] = own.nodes
    const { ada, bo, one, other } = await room(left, right)
    await redis.kill()
    const leftAt = performance.now()
    await leave(left, bo, ada.roomId)
    await other.hears('member:removed')
    expect(performance.now() - leftAt).toBeLessThan(6_000)
    const heard = bodiesOf(other).length
    await say(one, ada.roomId, 'after')
    await expect.poll(() => bodiesOf(one), SOON).toContain('after')
    expect(bodiesOf(other)).toHaveLength(heard)
    for (const client of [one, other]) client.close()
    await own.close()
    await redis.stop()
  })

  test.each([
    ['believed its members for too long', 5_100],
    ['stood still for a moment', 900],
  ])('a node that %s asks before it tells them anything', async (_, ms) => {
    const { ada, bo, one, other } = await room(here, there)
    await say(one, ada.roomId, 'before')
    await expect.poll(() => bodiesOf(other), SOON).toEqual(['before'])
    await here.services.database.transact((trx) => leaveRoom(trx, { roomId: ada.roomId, userId: bo.userId }))
    // As after a pause of the whole process, before any round of its own has come.
    const now = performance.now.bind(performance)
    performance.now = () => now() + ms
    await say(one, ada.roomId, 'after the pause')
    await say(one, ada.roomId, 'and later')
    performance.now = now
    await other.hears('member:removed')
    expect(bodiesOf(other)).toEqual(['before'])
    for (const client of [one, other]) client.close()
  })

  test('a node that stood still between two readers asks before it tells the second one', async () => {
    const { ada, bo, one, other } = await room(here, here)
    const last = await enter(here, await join(here, 'Cy', ada.code))
    await say(one, ada.roomId, 'before')
    for (const reader of [other, last]) await expect.poll(() => bodiesOf(reader), SOON).toEqual(['before'])
    await here.services.database.transact((trx) => leaveRoom(trx, { roomId: ada.roomId, userId: bo.userId }))
    const now = performance.now.bind(performance)
    const { write } = Socket.prototype
    const written = vi.spyOn(Socket.prototype, 'write').mockImplementation(function (this: Socket, ...values) {
      if (/room:advanced.*halfway/.test(String(values[0]))) performance.now = () => now() + 900
      return Reflect.apply(write, this, values)
    })
    onTestFinished(() => {
      written.mockRestore()
      performance.now = now
    })
    await say(one, ada.roomId, 'halfway')
    await other.hears('member:removed')
    await expect.poll(() => bodiesOf(last), SOON).toEqual(['before', 'halfway'])
    expect(bodiesOf(one)).toEqual(['before', 'halfway'])
    expect(bodiesOf(other)).toEqual(['before'])
    for (const client of [one, other, last]) client.close()
  })
})
