import { Redis } from 'ioredis'
import { afterEach, describe, expect, test } from 'vitest'
import { createId, type RoomId } from '../shared/ids'
import { foreignWakesOf, inState, type Listening, listenOn, redisBus, wakesOf } from '../testing/buses'
import { startProxy } from '../testing/proxy'
import type { TestRedis } from '../testing/redis'
import { describeWithRedis } from '../testing/with-redis'
import type { Wake } from './bus'

/** Far above what it takes, since the machine may be busy. */
const SOON = { timeout: 8_000 }

const ROOM = createId<RoomId>()
const advanced = (rev: number): Wake => ({ kind: 'advanced', roomId: ROOM, since: rev - 1, rev })
const room = (): Wake => ({ kind: 'room', roomId: createId<RoomId>() })

describeWithRedis('the bus of several nodes', ({ url, startOwn }) => {
  const open = new Set<{ close(): Promise<void> }>()
  afterEach(async () => {
    for (const one of [...open].reverse()) await one.close()
    open.clear()
  })

  async function node(at: string, secret: string): Promise<Listening> {
    const listening = await listenOn(at, secret)
    open.add(listening.bus)
    return listening
  }

  test('what one publishes all others hear once and in order, and itself not a second time', async () => {
    const secret = createId()
    const [one, two, three] = [await node(url, secret), await node(url, secret), await node(url, secret)]
    const published = Array.from({ length: 300 }, room)
    for (const wake of published) one.bus.publish(wake)
    await expect.poll(() => wakesOf(two).length, SOON).toBe(300)
    await expect.poll(() => wakesOf(three).length, SOON).toBe(300)
    expect(wakesOf(two)).toEqual(published)
    expect(foreignWakesOf(two)).toEqual(published)
    expect(wakesOf(one)).toEqual(published)
    expect(foreignWakesOf(one)).toEqual([])
    const rooms = two.heard.filter(({ wake }) => wake.kind === 'room')
    expect(new Set(rooms.map(({ from }) => from)).size).toBe(1)
  })

  test('two installations on one Redis hear nothing of each other', async () => {
    const [one, other] = [await node(url, createId()), await node(url, createId())]
    one.bus.publish(room())
    other.bus.publish(room())
    await expect.poll(() => [wakesOf(one).length, wakesOf(other).length], SOON).toEqual([1, 1])
    const late = await node(url, createId())
    late.bus.publish(room())
    await expect.poll(() => wakesOf(late).length, SOON).toBe(1)
    expect([foreignWakesOf(one), foreignWakesOf(other)]).toEqual([[], []])
  })

  test('advances of one room in one turn travel as one, from the first to the last', async () => {
    const secret = createId()
    const [one, two] = [await node(url, secret), await node(url, secret)]
    for (let rev = 1; rev <= 50; rev++) one.bus.publish(advanced(rev))
    await expect.poll(() => wakesOf(two), SOON).toEqual([{ kind: 'advanced', roomId: ROOM, since: 0, rev: 50 }])
  })

  test('who starts later hears nothing of what was before', async () => {
    const secret = createId()
    const one = await node(url, secret)
    one.bus.publish(room())
    await expect.poll(() => wakesOf(one).length, SOON).toBe(1)
    const late = await node(url, secret)
    const next = room()
    one.bus.publish(next)
    await expect.poll(() => wakesOf(late), SOON).toEqual([next])
  })

  describe('when Redis goes', () => {
    let redis: TestRedis
    async function own(): Promise<TestRedis> {
      redis = await startOwn()
      open.add({ close: () => redis.stop() })
      return redis
    }

    test('killed, it is away at once and publishing goes on; back empty, it is back, lost, and wakes cross', async () => {
      const secret = createId()
      const { url: at, kill, restart } = await own()
      const [one, two] = [await node(at, secret), await node(at, secret)]
      one.bus.publish(room())
      await expect.poll(() => foreignWakesOf(two).length, SOON).toBe(1)
      const killedAt = performance.now()
      await kill()
      await inState(two.bus, 'away')
      await inState(one.bus, 'away')
      expect(performance.now() - killedAt).toBeLessThan(2_500)
      const before = wakesOf(one).length
      const began = performance.now()
      for (let count = 0; count < 20_000; count++) one.bus.publish(room())
      expect(performance.now() - began).toBeLessThan(5_000)
      await expect.poll(() => wakesOf(one).length, SOON).toBe(before + 20_000)
      expect(one.bus.counts().dropped).toBeGreaterThan(10_000)
      await restart()
      await inState(one.bus, 'connected')
      await inState(two.bus, 'connected')
      expect(two.signs.slice(-3)).toEqual(expect.arrayContaining(['away', 'lost', 'back']))
      const sane = room()
      one.bus.publish(sane)
      await expect.poll(() => foreignWakesOf(two), SOON).toContainEqual(sane)
      expect(foreignWakesOf(two)).toContainEqual({ kind: 'missed' })
    })

    test('stopped in mid-breath, it is away within seconds, and back when it breathes', async () => {
      const secret = createId()
      const { url: at, pause, resume } = await own()
      const [one, two] = [await node(at, secret), await node(at, secret)]
      const pausedAt = performance.now()
      pause()
      await inState(one.bus, 'away')
      expect(performance.now() - pausedAt).toBeLessThan(4_000)
      for (let count = 0; count < 100; count++) one.bus.publish(room())
      resume()
      await inState(one.bus, 'connected')
      await inState(two.bus, 'connected')
      const sane = room()
      one.bus.publish(sane)
      await expect.poll(() => foreignWakesOf(two), SOON).toContainEqual(sane)
    })

    test('behind connections that are open and dead, it is away, and heals over new ones', async () => {
      const secret = createId()
      const { port } = await own()
      const proxy = await startProxy(port)
      open.add({ close: () => proxy.close() })
      const through = `redis://127.0.0.1:${proxy.port}`
      const [one, two] = [await node(`redis://127.0.0.1:${port}`, secret), await node(through, secret)]
      proxy.halfOpen()
      await inState(two.bus, 'away')
      await inState(two.bus, 'connected')
      const sane = room()
      one.bus.publish(sane)
      await expect.poll(() => foreignWakesOf(two), SOON).toContainEqual(sane)
    })

    test('full, it takes nothing and is as good as away, until there is room again', async () => {
      const { url: at } = await own()
      const [one, two] = [await node(at, 'secret'), await node(at, 'secret')]
      const client = new Redis(at)
      await client.config('SET', 'maxmemory', '1')
      one.bus.publish(room())
      await inState(one.bus, 'away')
      await client.config('SET', 'maxmemory', '0')
      client.disconnect()
      await inState(one.bus, 'connected')
      await expect.poll(() => foreignWakesOf(two), SOON).toContainEqual({ kind: 'missed' })
    })

    test('emptied while connected, its listeners are told that something may be lost', async () => {
      const secret = createId()
      const { url: at } = await own()
      const [one, two] = [await node(at, secret), await node(at, secret)]
      one.bus.publish(room())
      await expect.poll(() => foreignWakesOf(two).length, SOON).toBe(1)
      const client = new Redis(at)
      await client.flushall()
      client.disconnect()
      await expect.poll(() => two.signs, { timeout: 9_000 }).toContain('lost')
    })

    test('where the stream was cut beyond a reader that was away, the reader is told', async () => {
      const secret = createId()
      const { port, url: at } = await own()
      const proxy = await startProxy(port)
      open.add({ close: () => proxy.close() })
      const [one, two] = [await node(at, secret), await node(`redis://127.0.0.1:${proxy.port}`, secret)]
      one.bus.publish(room())
      await expect.poll(() => foreignWakesOf(two).length, SOON).toBe(1)
      proxy.refuse()
      proxy.reset()
      await inState(two.bus, 'away')
      const client = new Redis(at)
      const [name = ''] = await client.keys('*')
      for (let count = 0; count < 5; count++) {
        const before = await client.xlen(name)
        one.bus.publish(room())
        await expect.poll(() => client.xlen(name), SOON).toBeGreaterThan(before)
      }
      await client.xtrim(name, 'MAXLEN', 1)
      client.disconnect()
      proxy.heal()
      await inState(two.bus, 'connected')
      expect(two.signs).toContain('lost')
    })

    test('absent at the start, it holds nothing up, and is used from when it is there', async () => {
      const { url: at, kill, restart } = await own()
      await kill()
      const bus = redisBus(at, createId())
      open.add(bus)
      expect(bus.state()).toBe('away')
      bus.publish(room())
      await restart()
      await inState(bus, 'connected')
    })
  })
})
