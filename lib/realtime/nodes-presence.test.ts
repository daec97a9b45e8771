import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createId, type RoomId, type UserId } from '../shared/ids'
import type { PresenceState } from '../shared/model'
import { type Client, create, enter, join, type Person } from '../testing/client'
import { describeOnNodes, type Nodes, startNodes } from '../testing/nodes'
import type { TestServer } from '../testing/server'
import { openRedis } from './redis'

/** Far above what it takes, since the machine may be busy. */
const SOON = { timeout: 8_000 }

const GRACE_MS = 800
const LEASE_MS = 4_000

const statesOf = (client: Client, { userId }: Person): PresenceState[] =>
  client
    .all('presence:changed')
    .flatMap(({ changes }) => changes.filter((change) => change.userId === userId).map(({ state }) => state))

describeOnNodes('presence on two nodes', ({ url, startOwn }) => {
  let cluster: Nodes
  let here: TestServer
  let there: TestServer
  beforeAll(async () => {
    cluster = await startNodes({
      redisUrls: [url, url],
      limits: { presenceGraceMs: GRACE_MS, nodeLeaseMs: LEASE_MS },
    })
    ;[here, there] = cluster.nodes
  })
  afterAll(() => cluster.close())

  async function room(): Promise<{ ada: Person; bo: Person; watcher: Client }> {
    const ada = await create(here, 'Ada')
    const bo = await join(there, 'Bo', ada.code)
    return { ada, bo, watcher: await enter(here, ada) }
  }

  test('who comes, hides and goes on one node is told on the other, by the name in the rows', async () => {
    const { ada, bo, watcher } = await room()
    const tab = await enter(there, bo)
    await expect.poll(() => statesOf(watcher, bo), { timeout: 5_000 }).toEqual(['present'])
    const [told] = watcher
      .all('presence:changed')
      .flatMap(({ changes }) => changes.filter((one) => one.userId === bo.userId))
    expect(told).toMatchObject({ name: 'Bo', role: 'member' })
    const { members } = await tab.do('room:enter', { roomId: ada.roomId })
    expect(members.count).toBe(2)
    expect(members.list.map(({ name, state }) => [name, state]).sort()).toEqual([
      ['Ada', 'present'],
      ['Bo', 'present'],
    ])
    await tab.do('presence:report', { visible: false })
    await expect.poll(() => statesOf(watcher, bo), { timeout: 5_000 }).toEqual(['present', 'away'])
    tab.close()
    await expect.poll(() => statesOf(watcher, bo), { timeout: 5_000 }).toEqual(['present', 'away', 'absent'])
    watcher.close()
  })

  test('two tabs on two nodes are one person, who is here until the last of them is gone', async () => {
    const { ada, bo, watcher } = await room()
    const tabs = [await enter(here, bo), await enter(there, bo)]
    await expect.poll(() => statesOf(watcher, bo), { timeout: 5_000 }).toEqual(['present'])
    const { members } = await watcher.do('room:enter', { roomId: ada.roomId })
    expect(members.count).toBe(2)
    tabs[0]?.close()
    const marker = await join(there, 'Marker', ada.code)
    const mark = await enter(there, marker)
    await expect.poll(() => statesOf(watcher, marker), { timeout: 5_000 }).toEqual(['present'])
    expect(statesOf(watcher, bo)).toEqual(['present'])
    tabs[1]?.close()
    await expect.poll(() => statesOf(watcher, bo), { timeout: 5_000 }).toEqual(['present', 'absent'])
    mark.close()
    watcher.close()
  })

  test('who goes from one node to the other within the grace time has not left', async () => {
    const { ada, bo, watcher } = await room()
    let tab = await enter(there, bo)
    await expect.poll(() => statesOf(watcher, bo), { timeout: 5_000 }).toEqual(['present'])
    for (const node of [here, there, here, there]) {
      tab.close()
      tab = await enter(node, bo)
    }
    const marker = await join(there, 'Marker', ada.code)
    const mark = await enter(there, marker)
    await expect.poll(() => statesOf(watcher, marker), { timeout: 5_000 }).toEqual(['present'])
    expect(statesOf(watcher, bo)).toEqual(['present'])
    for (const client of [tab, mark, watcher]) client.close()
  })

  test('a node that starts later knows who is on the others', async () => {
    const { ada, bo, watcher } = await room()
    const tab = await enter(there, bo)
    const third = await cluster.startAnother()
    const late = await join(third, 'Late', ada.code)
    const client = await enter(third, late)
    await expect
      .poll(async () => (await client.do('room:enter', { roomId: ada.roomId })).members.count, { timeout: 5_000 })
      .toBe(3)
    for (const one of [tab, client, watcher]) one.close()
  })

  test('typing is told on the other node, and ends there', async () => {
    const { ada, bo, watcher } = await room()
    const tab = await enter(there, bo)
    await expect.poll(() => statesOf(watcher, bo), { timeout: 5_000 }).toEqual(['present'])
    await tab.do('typing:start', { roomId: ada.roomId })
    await watcher.hears('typing:changed', ({ userIds }) => userIds.includes(bo.userId))
    await tab.do('typing:stop', { roomId: ada.roomId })
    await expect.poll(() => watcher.all('typing:changed').at(-1)?.userIds, SOON).toEqual([])
    for (const client of [tab, watcher]) client.close()
  })

  test('people that a forged wake puts into a room, or lets type there, are shown to nobody', async () => {
    const { ada, watcher } = await room()
    const redis = openRedis({ url, authSecret: here.services.authSecret })
    const client = new Redis(url)
    const ghost = createId<UserId>()
    const node = createId<string>()
    const forge = (wakes: unknown[]) =>
      client.xadd(`${redis.name}:wakes`, '*', 'node', node, 'wakes', JSON.stringify(wakes))
    const people = [{ userId: ghost, state: 'present' }]
    await forge([{ kind: 'places', roomId: ada.roomId, round: 1, people }])
    await forge([{ kind: 'places', roomId: createId<RoomId>(), round: 1, people }])
    await forge([{ kind: 'typing', roomId: ada.roomId, userId: createId<UserId>(), on: true }])
    const marker = await join(there, 'Marker', ada.code)
    const mark = await enter(there, marker)
    await expect.poll(() => statesOf(watcher, marker), { timeout: 5_000 }).toEqual(['present'])
    const { members } = await watcher.do('room:enter', { roomId: ada.roomId })
    expect(members.count).toBe(2)
    expect(JSON.stringify(watcher.heard)).not.toContain(ghost)
    expect(watcher.all('typing:changed')).toEqual([])
    redis.close()
    client.disconnect()
    for (const one of [mark, watcher]) one.close()
  })

  test('the people of a node that is not heard any more are gone after its lease and the grace time', async () => {
    const redis = await startOwn()
    const own = await startNodes({
      redisUrls: [redis.url, redis.url],
      limits: { presenceGraceMs: GRACE_MS, nodeLeaseMs: LEASE_MS },
    })
    const [alive, dying] = own.nodes
    const ada = await create(alive, 'Ada')
    const bo = await join(dying, 'Bo', ada.code)
    const watcher = await enter(alive, ada)
    const tab = await enter(dying, bo)
    await expect.poll(() => statesOf(watcher, bo), { timeout: 5_000 }).toEqual(['present'])
    const diedAt = performance.now()
    // As one that lost its power: no word more, not even goodbye.
    await dying.services.bus.close()
    await expect.poll(() => statesOf(watcher, bo), { timeout: 15_000 }).toEqual(['present', 'absent'])
    const after = performance.now() - diedAt
    expect(after).toBeGreaterThan(LEASE_MS - 2_100)
    expect(after).toBeLessThan(LEASE_MS + GRACE_MS + 3_500)
    for (const client of [tab, watcher]) client.close()
    await own.close()
    await redis.stop()
  })

  test('while Redis is away people elsewhere are as they were, and marked; and then they are as they are', async () => {
    const redis = await startOwn()
    const own = await startNodes({
      redisUrls: [redis.url, redis.url],
      limits: { presenceGraceMs: GRACE_MS, nodeLeaseMs: LEASE_MS },
    })
    const [one, two] = own.nodes
    const ada = await create(one, 'Ada')
    const [bo, cy] = [await join(two, 'Bo', ada.code), await join(two, 'Cy', ada.code)]
    const watcher = await enter(one, ada)
    const [stays, goes] = [await enter(two, bo), await enter(two, cy)]
    await expect
      .poll(() => [statesOf(watcher, bo), statesOf(watcher, cy)], { timeout: 5_000 })
      .toEqual([['present'], ['present']])
    await redis.kill()
    const isStale = ({ changes }: { changes: { userId: UserId; stale?: true }[] }) =>
      changes.some(({ userId, stale }) => userId === bo.userId && stale === true)
    await watcher.hears('presence:changed', isStale)
    const { members } = await watcher.do('room:enter', { roomId: ada.roomId })
    expect(members.list.find(({ userId }) => userId === bo.userId)).toMatchObject({ state: 'present', stale: true })
    expect(members.list.find(({ userId }) => userId === ada.userId)).not.toHaveProperty('stale')
    goes.close()
    await redis.restart()
    await expect.poll(() => statesOf(watcher, cy).at(-1), { timeout: 9_000 }).toBe('absent')
    const { members: after } = await watcher.do('room:enter', { roomId: ada.roomId })
    expect(after.list.find(({ userId }) => userId === bo.userId)).toMatchObject({ state: 'present' })
    expect(after.list.some(({ stale }) => stale === true)).toBe(false)
    expect(statesOf(watcher, bo)).not.toContain('absent')
    for (const client of [stays, watcher]) client.close()
    await own.close()
    await redis.stop()
  })

  test('a node that drains says goodbye, and its people stay for those who come back elsewhere', async () => {
    const { ada, bo, watcher } = await room()
    const leaving = await cluster.startAnother()
    const tab = await enter(leaving, bo)
    await expect.poll(() => statesOf(watcher, bo), { timeout: 5_000 }).toEqual(['present'])
    const gone = leaving.drain()
    await tab.hears('server:draining')
    tab.close()
    const again = await enter(there, bo)
    await gone
    const marker = await join(there, 'Marker', ada.code)
    const mark = await enter(there, marker)
    await expect.poll(() => statesOf(watcher, marker), { timeout: 5_000 }).toEqual(['present'])
    expect(statesOf(watcher, bo)).toEqual(['present'])
    for (const client of [again, mark, watcher]) client.close()
  })
})
