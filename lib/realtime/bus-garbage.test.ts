import { Redis } from 'ioredis'
import { afterEach, describe, expect, test } from 'vitest'
import { createId, type RoomId } from '../shared/ids'
import { inState, type Listening, listenOn, wakesOf } from '../testing/buses'
import { describeWithRedis } from '../testing/with-redis'
import type { Wake } from './bus'
import { openRedis } from './redis'

/** Far above what it takes, since the machine may be busy. */
const SOON = { timeout: 8_000 }

const ROOM = createId<RoomId>()
const room = (): Wake => ({ kind: 'room', roomId: createId<RoomId>() })

describeWithRedis('the bus of several nodes', ({ url }) => {
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
      await expect.poll(() => wakesOf(two), SOON).toEqual([sane])
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
      await expect.poll(() => wakesOf(two), SOON).toEqual([{ kind: 'hello' }])
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
      await expect.poll(() => wakesOf(two), SOON).toContainEqual(sane)
      client.disconnect()
      redis.close()
    })
  })
})
