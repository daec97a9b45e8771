import { Redis } from 'ioredis'
import { afterEach, describe, expect, test } from 'vitest'
import { createId, type RoomId } from '../shared/ids'
import { inState, redisBus } from '../testing/buses'
import { startProxy } from '../testing/proxy'
import type { TestRedis } from '../testing/redis'
import { describeWithRedis } from '../testing/with-redis'
import type { Bus, BusSign, NodeId, Wake } from './bus'
import { openRedis } from './redis'

const ROOM = createId<RoomId>()
const advanced = (rev: number): Wake => ({ kind: 'advanced', roomId: ROOM, since: rev - 1, rev })
const room = (): Wake => ({ kind: 'room', roomId: createId<RoomId>() })

describeWithRedis('the bus of several nodes', ({ url, startOwn }) => {
  const open = new Set<{ close(): Promise<void> }>()
  afterEach(async () => {
    for (const one of [...open].reverse()) await one.close()
    open.clear()
  })

  type Listening = { bus: Bus; heard: { wake: Wake; from: NodeId | undefined }[]; signs: BusSign[] }

  async function node(at: string, secret: string): Promise<Listening> {
    const bus = redisBus(at, secret)
    open.add(bus)
    const listening: Listening = { bus, heard: [], signs: [] }
    bus.subscribe((wake, from) => listening.heard.push({ wake, from }))
    bus.watch((sign) => listening.signs.push(sign))
    await inState(bus, 'connected')
    return listening
  }

  /** All but the beats by which a bus wakes its own reader. */
  const wakes = ({ heard }: Listening): Wake[] => heard.map(({ wake }) => wake).filter(({ kind }) => kind !== 'beat')
  const foreign = ({ bus, heard, signs }: Listening): Wake[] =>
    wakes({ bus, signs, heard: heard.filter(({ from }) => from !== undefined) })

  test('what one publishes all others hear once and in order, and itself not a second time', async () => {
    const secret = createId()
    const [one, two, three] = [await node(url, secret), await node(url, secret), await node(url, secret)]
    const published = Array.from({ length: 300 }, room)
    for (const wake of published) one.bus.publish(wake)
    await expect.poll(() => wakes(two).length).toBe(300)
    await expect.poll(() => wakes(three).length).toBe(300)
    expect(wakes(two)).toEqual(published)
    expect(foreign(two)).toEqual(published)
    expect(wakes(one)).toEqual(published)
    expect(foreign(one)).toEqual([])
    const rooms = two.heard.filter(({ wake }) => wake.kind === 'room')
    expect(new Set(rooms.map(({ from }) => from)).size).toBe(1)
  })

  test('two installations on one Redis hear nothing of each other', async () => {
    const [one, other] = [await node(url, createId()), await node(url, createId())]
    one.bus.publish(room())
    other.bus.publish(room())
    await expect.poll(() => [wakes(one).length, wakes(other).length]).toEqual([1, 1])
    const late = await node(url, createId())
    late.bus.publish(room())
    await expect.poll(() => wakes(late).length).toBe(1)
    expect([foreign(one), foreign(other)]).toEqual([[], []])
  })

  test('advances of one room in one turn travel as one, from the first to the last', async () => {
    const secret = createId()
    const [one, two] = [await node(url, secret), await node(url, secret)]
    for (let rev = 1; rev <= 50; rev++) one.bus.publish(advanced(rev))
    await expect.poll(() => wakes(two)).toEqual([{ kind: 'advanced', roomId: ROOM, since: 0, rev: 50 }])
  })

  test('who starts later hears nothing of what was before', async () => {
    const secret = createId()
    const one = await node(url, secret)
    one.bus.publish(room())
    await expect.poll(() => wakes(one).length).toBe(1)
    const late = await node(url, secret)
    const next = room()
    one.bus.publish(next)
    await expect.poll(() => wakes(late)).toEqual([next])
  })

  describe('with what makes no sense in the stream', () => {
    const garbage: [string, ...string[]][] = [
      ['unknown', 'fields'],
      ['node', 'x'],
      ['node', createId(), 'wakes', 'no json'],
      ['node', createId(), 'wakes', '{}'],
      ['node', createId(), 'wakes', '[null, 7, "x", [], {}]'],
      ['node', createId(), 'wakes', '[{"kind":"unknown"}]'],
      ['node', createId(), 'wakes', '[{"kind":"advanced","roomId":"../x","since":0,"rev":1}]'],
      ['node', createId(), 'wakes', `[{"kind":"advanced","roomId":"${ROOM}","since":-1,"rev":1e99}]`],
      [
        'node',
        createId(),
        'wakes',
        `[{"kind":"advanced","roomId":"${ROOM}","since":0,"rev":1,"__proto__":{}, "more":1}]`,
      ],
      ['node', createId(), 'wakes', `[{"kind":"typing","roomId":"${ROOM}","userId":7,"on":"yes"}]`],
      ['node', createId(), 'wakes', `[${'['.repeat(20_000)}`],
      ['node', createId(), 'wakes', `["${'x'.repeat(200_000)}"]`],
      ['node', createId(), 'wakes', '[]', 'more', 'fields'],
    ]

    test('each is ignored and counted, and the next wake is heard', async () => {
      const secret = createId()
      const redis = openRedis({ url, authSecret: secret })
      const [one, two] = [await node(url, secret), await node(url, secret)]
      const client = new Redis(url)
      for (const fields of garbage) await client.xadd(`${redis.name}:wakes`, '*', ...fields)
      const sane = room()
      one.bus.publish(sane)
      await expect.poll(() => wakes(two)).toEqual([sane])
      expect(two.bus.counts().ignored).toBe(garbage.length + 4)
      expect(two.bus.state()).toBe('connected')
      client.disconnect()
      redis.close()
    })

    test('a sane wake beside it in one entry is heard', async () => {
      const secret = createId()
      const redis = openRedis({ url, authSecret: secret })
      const two = await node(url, secret)
      const client = new Redis(url)
      const mixed = JSON.stringify([{ kind: 'nonsense' }, { kind: 'hello' }])
      await client.xadd(`${redis.name}:wakes`, '*', 'node', createId(), 'wakes', mixed)
      await expect.poll(() => wakes(two)).toEqual([{ kind: 'hello' }])
      expect(two.bus.counts().ignored).toBe(1)
      client.disconnect()
      redis.close()
    })

    test('something else under the name of the stream is trouble, and over when it is gone', async () => {
      const secret = createId()
      const redis = openRedis({ url, authSecret: secret })
      const [one, two] = [await node(url, secret), await node(url, secret)]
      const client = new Redis(url)
      await client.set(`${redis.name}:wakes`, 'not a stream')
      await inState(two.bus, 'away')
      await client.del(`${redis.name}:wakes`)
      await inState(two.bus, 'connected')
      await inState(one.bus, 'connected')
      const sane = room()
      one.bus.publish(sane)
      await expect.poll(() => wakes(two)).toContainEqual(sane)
      client.disconnect()
      redis.close()
    })
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
      await expect.poll(() => foreign(two).length).toBe(1)
      const killedAt = performance.now()
      await kill()
      await inState(two.bus, 'away')
      await inState(one.bus, 'away')
      expect(performance.now() - killedAt).toBeLessThan(1_500)
      const before = wakes(one).length
      const began = performance.now()
      for (let count = 0; count < 20_000; count++) one.bus.publish(room())
      expect(performance.now() - began).toBeLessThan(1_000)
      await expect.poll(() => wakes(one).length).toBe(before + 20_000)
      expect(one.bus.counts().dropped).toBeGreaterThan(10_000)
      await restart()
      await inState(one.bus, 'connected')
      await inState(two.bus, 'connected')
      expect(two.signs.slice(-3)).toEqual(expect.arrayContaining(['away', 'lost', 'back']))
      const sane = room()
      one.bus.publish(sane)
      await expect.poll(() => foreign(two)).toContainEqual(sane)
      expect(foreign(two)).toContainEqual({ kind: 'missed' })
    })

    test('stopped in mid-breath, it is away within two and a half seconds, and back when it breathes', async () => {
      const secret = createId()
      const { url: at, pause, resume } = await own()
      const [one, two] = [await node(at, secret), await node(at, secret)]
      const pausedAt = performance.now()
      pause()
      await inState(one.bus, 'away')
      expect(performance.now() - pausedAt).toBeLessThan(2_500)
      for (let count = 0; count < 100; count++) one.bus.publish(room())
      resume()
      await inState(one.bus, 'connected')
      await inState(two.bus, 'connected')
      const sane = room()
      one.bus.publish(sane)
      await expect.poll(() => foreign(two)).toContainEqual(sane)
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
      await expect.poll(() => foreign(two)).toContainEqual(sane)
    })

    test('emptied while connected, its listeners are told that something may be lost', async () => {
      const secret = createId()
      const { url: at } = await own()
      const [one, two] = [await node(at, secret), await node(at, secret)]
      one.bus.publish(room())
      await expect.poll(() => foreign(two).length).toBe(1)
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
      await expect.poll(() => foreign(two).length).toBe(1)
      proxy.refuse()
      proxy.reset()
      await inState(two.bus, 'away')
      const client = new Redis(at)
      const [name = ''] = await client.keys('*')
      for (let count = 0; count < 5; count++) {
        const before = await client.xlen(name)
        one.bus.publish(room())
        await expect.poll(() => client.xlen(name)).toBeGreaterThan(before)
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
