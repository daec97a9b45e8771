import { afterEach, beforeEach, expect, test } from 'vitest'
import type { RoomId } from '../shared/ids'
import { SERVER_TIMES } from '../shared/server-times'
import { inState } from '../testing/buses'
import { type Client, connect, create, enter, join, type Person } from '../testing/client'
import { describeOnNodes, type Nodes, startNodes } from '../testing/nodes'
import { type FaultyNetwork, startProxy } from '../testing/proxy'
import type { TestRedis } from '../testing/redis'
import type { TestServer } from '../testing/server'
import { invite, say } from '../testing/story'

const bodiesOf = (client: Client): string[] => {
  const bodies = new Map<string, string>()
  for (const { messages } of client.all('room:advanced')) for (const { id, body } of messages) bodies.set(id, body)
  return [...bodies.values()]
}

/** Milliseconds from before sending to where the reader has heard it. */
async function crossing(from: Client, to: Client, roomId: RoomId, body: string): Promise<number> {
  const sentAt = performance.now()
  await say(from, roomId, body)
  await to.hears('room:advanced', ({ messages }) => messages.some((message) => message.body === body))
  return performance.now() - sentAt
}

describeOnNodes('two nodes whose Redis fails', ({ startOwn }) => {
  let redis: TestRedis
  let cluster: Nodes
  let here: TestServer
  let there: TestServer
  let proxy: FaultyNetwork
  let ada: Person
  let bo: Person
  let one: Client
  let neighbour: Client
  let other: Client
  let roomId: RoomId

  beforeEach(async () => {
    redis = await startOwn()
    proxy = await startProxy(redis.port)
    cluster = await startNodes({ redisUrls: [redis.url, `redis://127.0.0.1:${proxy.port}`] })
    ;[here, there] = cluster.nodes
    ada = await create(here, 'Ada')
    bo = await join(there, 'Bo', ada.code)
    roomId = ada.roomId
    one = await enter(here, ada)
    neighbour = await enter(here, ada)
    other = await enter(there, bo)
    await crossing(one, other, roomId, 'before')
  })
  afterEach(async () => {
    for (const client of [one, neighbour, other]) client.close()
    await cluster.close()
    await proxy.close()
    await redis.stop()
  })

  async function back(): Promise<void> {
    for (const { services } of cluster.nodes) await inState(services.bus, 'connected')
  }

  test('killed: the own node hears at once, the other by asking; back empty, it goes on at once, and nothing is missing', async () => {
    await redis.kill()
    const own: number[] = []
    const across: number[] = []
    for (let count = 0; count < 8; count++) {
      own.push(await crossing(one, neighbour, roomId, `own ${count}`))
      across.push(await crossing(one, other, roomId, `across ${count}`))
      across.push(await crossing(other, one, roomId, `back ${count}`))
    }
    expect(Math.max(...own)).toBeLessThan(800)
    expect(Math.max(...across)).toBeLessThan(3_000)
    for (const { services } of cluster.nodes) {
      expect(services.bus.state()).toBe('away')
      expect(services.bus.counts().dropped).toBeGreaterThan(0)
    }
    const ready = await fetch(`${here.origin}/readyz`)
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready', redis: 'away' }])
    await redis.restart()
    await back()
    await crossing(one, other, roomId, 'after')
    expect(bodiesOf(other)).toEqual(bodiesOf(one))
    expect(bodiesOf(one)).toHaveLength(1 + 8 * 3 + 1)
  })

  test('stopped in mid-breath: nobody waits for it, and it heals by itself', async () => {
    redis.pause()
    const own: number[] = []
    for (let count = 0; count < 10; count++) own.push(await crossing(one, neighbour, roomId, `own ${count}`))
    expect(Math.max(...own)).toBeLessThan(1_000)
    await crossing(one, other, roomId, 'across')
    redis.resume()
    await back()
    await crossing(one, other, roomId, 'after')
    expect(bodiesOf(other)).toEqual(bodiesOf(one))
  })

  test('cut off from one node alone, its people are reached within seconds, and at once when it is back', async () => {
    proxy.stall()
    await crossing(one, other, roomId, 'to the one cut off')
    await crossing(other, one, roomId, 'from the one cut off')
    await inState(there.services.bus, 'away')
    await inState(here.services.bus, 'connected')
    // Once the silence of a node that should beat is noticed, its rooms are asked for every second and not every four.
    const took: number[] = []
    // Past the time for which a node that has just connected asks often anyway.
    const until = performance.now() + SERVER_TIMES.rowsAskedAfter
    while (performance.now() < until) await crossing(other, one, roomId, `cut off at ${performance.now()}`)
    for (let count = 0; count < 3; count++) took.push(await crossing(other, one, roomId, `cut off ${count}`))
    expect(Math.max(...took)).toBeLessThan(2_500)
    proxy.heal()
    await back()
    await crossing(other, one, roomId, 'after')
    expect(bodiesOf(other)).toEqual(bodiesOf(one))
  })

  test('while it is away an invite reaches its receiver, and a burning and a new code those whom they concern', async () => {
    await redis.kill()
    await inState(there.services.bus, 'away')
    const inviteId = await invite(here, ada, bo)
    await other.hears('invite:received', ({ id }) => id === inviteId)
    const { privateId } = await other.do('invite:accept', { inviteId })
    expect(await one.hears('invite:resolved')).toMatchObject({ id: inviteId, state: 'accepted' })
    const [own, others] = [await connect(here, ada), await connect(there, bo)]
    for (const client of [own, others]) await client.do('room:enter', { roomId: privateId })
    await crossing(own, others, privateId, 'secret')
    await own.do('room:burn', { roomId: privateId })
    await others.hears('room:advanced', (advance) => advance.reset === true && advance.roomId === privateId)
    const { code } = await one.do('room:rotate', { roomId })
    await other.hears('room:updated', (room) => 'code' in room && room.code === code)
    for (const client of [own, others]) client.close()
  })

  test('a no to an invite shows its sender nothing while rows are asked', async () => {
    await redis.kill()
    await inState(here.services.bus, 'away')
    const inviteId = await invite(here, ada, bo)
    await other.hears('invite:received', ({ id }) => id === inviteId)
    await one.hears('invite:sent', ({ id }) => id === inviteId)
    const before = one.heard.filter(({ name }) => name.startsWith('invite:')).length
    await other.do('invite:decline', { inviteId })
    const next = await join(there, 'Cy', ada.code)
    const later = await invite(there, next, ada)
    await one.hears('invite:received', ({ id }) => id === later)
    expect(one.heard.filter(({ name }) => name.startsWith('invite:'))).toHaveLength(before + 1)
  })
})
