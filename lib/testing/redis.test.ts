import { existsSync } from 'node:fs'
import { Redis } from 'ioredis'
import { expect, test } from 'vitest'
import { describeWithRedis } from './with-redis'

describeWithRedis('a private Redis', ({ url, startOwn }) => {
  test('pauses, dies, comes back empty on its port and ends for good', async () => {
    const redis = await startOwn({ password: 'hush / hush' })
    const client = new Redis(redis.url, { maxRetriesPerRequest: null, retryStrategy: () => 20, commandTimeout: 2_000 })
    client.on('error', () => {})
    await client.set('kept', 'yes')
    redis.pause()
    const waiting = client.get('kept')
    const first = await Promise.race([waiting, new Promise((late) => setTimeout(late, 200, 'silent'))])
    expect(first).toBe('silent')
    redis.resume()
    expect(await waiting).toBe('yes')
    const { pid } = redis
    await redis.restart()
    expect(redis.pid).not.toBe(pid)
    expect(await client.get('kept')).toBe(null)
    await redis.kill('SIGKILL')
    expect(existsSync(`/proc/${redis.pid}`)).toBe(false)
    client.disconnect()
    await redis.stop()
  })

  test('of the run answers under the address it was given by', async () => {
    const client = new Redis(url)
    expect(await client.ping()).toBe('PONG')
    client.disconnect()
  })
})
