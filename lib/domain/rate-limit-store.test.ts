import { Redis } from 'ioredis'
import { afterAll, describe, expect, test } from 'vitest'
import { createLimitStore } from '../realtime/limit-store'
import { openRedis, type RedisClients } from '../realtime/redis'
import { createId, type UserId } from '../shared/ids'
import { DEFAULT_LIMITS, type Limits } from '../shared/limits'
import { isRefusal } from '../shared/refusal'
import { describeWithRedis } from '../testing/with-redis'
import { createRateLimits, type LimitStore, type RateLimits } from './rate-limit'

const HERE = '192.0.2.1'
const THERE = '192.0.2.2'

/** The time to wait that a refusal tells, or nothing when it went through. */
async function waitFor(act: () => Promise<void>): Promise<number | undefined> {
  const refused = await act().then(
    () => undefined,
    (error: unknown) => error,
  )
  if (refused === undefined) return undefined
  if (!isRefusal(refused) || refused.code !== 'rate_limited') throw refused
  return refused.detail.retryAfterMs
}

async function countAllowed(act: () => Promise<void>, most = 200): Promise<number> {
  for (let count = 0; count < most; count += 1) if ((await waitFor(act)) !== undefined) return count
  return most
}

async function countWrong(rates: RateLimits, address = HERE): Promise<number> {
  for (let count = 0; count < 200; count += 1) {
    if ((await waitFor(() => rates.requireGuess(address, 1))) !== undefined) return count
    await rates.noteWrongCode(address)
  }
  return 200
}

function budgetContract(createStore: () => Promise<LimitStore | undefined>): void {
  const create = async (limits: Partial<Limits> = {}) =>
    createRateLimits({ ...DEFAULT_LIMITS, ...limits }, await createStore())

  const budgets: [string, (rates: RateLimits, user: UserId) => Promise<void>, number, number][] = [
    ['invites', (rates, user) => rates.charge('invite', user), 5, 3_600_000],
    ['joins', (rates) => rates.chargeJoin(HERE), 120, 60_000],
    ['rooms', (rates) => rates.chargeRoom(HERE), 20, 3_600_000],
  ]
  test.each(budgets)('%s: so many and no more, and the refusal says when again', async (_, act, count, window) => {
    const rates = await create()
    const user = createId<UserId>()
    expect(await countAllowed(() => act(rates, user))).toBe(count)
    const wait = (await waitFor(() => act(rates, user))) ?? 0
    expect(wait).toBeLessThanOrEqual(window)
    expect(wait).toBeGreaterThan(window - 15_000)
  })

  test('messages: a burst, and then a wait of a second at most', async () => {
    const rates = await create({ messageBurst: 10, messagesPerSecond: 1 })
    const user = createId<UserId>()
    const send = () => rates.charge('message', user)
    expect(await countAllowed(send)).toBeGreaterThanOrEqual(10)
    expect(await waitFor(send)).toBeLessThanOrEqual(1_000)
    expect(await waitFor(() => rates.charge('message', createId<UserId>()))).toBeUndefined()
  })

  test('wrong codes: thirty from one address, three given back by a join, and none of another’s', async () => {
    const rates = await create()
    expect(await countWrong(rates)).toBe(30)
    await rates.forgiveWrongCodes(HERE)
    expect(await countWrong(rates)).toBe(3)
    await rates.forgiveWrongCodes(THERE)
    expect(await countWrong(rates, THERE)).toBe(30)
  })

  test('wrong codes over all addresses have a budget of their own', async () => {
    const rates = await create({ wrongCodesGlobal: 40 })
    expect(await countWrong(rates, HERE)).toBe(30)
    expect(await countWrong(rates, THERE)).toBe(10)
    const refused = await rates.requireGuess('192.0.2.3', 1).catch((error: unknown) => error)
    expect(refused).toMatchObject({ detail: { fields: { code: 'rate_limited' } } })
  })

  test('a budget of none refuses the first, and no seconds between two is no wait', async () => {
    const rates = await create({ roomsPerHour: 0, wrongCodes: 0, typingSeconds: 0 })
    expect(await waitFor(() => rates.chargeRoom(HERE))).toBeGreaterThan(3_590_000)
    expect(await waitFor(() => rates.requireGuess(HERE, 1))).toBeGreaterThan(590_000)
    const user = createId<UserId>()
    await rates.charge('typing', user)
    await expect.poll(() => waitFor(() => rates.charge('typing', user))).toBeUndefined()
  })
}

describe('budgets, counted in this process', () => budgetContract(async () => undefined))

describeWithRedis('budgets, counted in Redis', ({ url, startOwn }) => {
  const open = new Set<RedisClients>()
  afterAll(() => {
    for (const redis of open) redis.close()
  })

  async function ready(at: string, authSecret: string = createId()): Promise<RedisClients> {
    const redis = openRedis({ url: at, authSecret })
    open.add(redis)
    while (redis.commands.status !== 'ready') await new Promise((again) => setTimeout(again, 5))
    return redis
  }

  budgetContract(async () => createLimitStore({ redis: await ready(url), isAway: () => false }))

  test('two nodes count together, and two installations do not', async () => {
    const secret = createId()
    const stores = [await ready(url, secret), await ready(url, secret), await ready(url)]
    const [one, two, other] = stores.map((redis) =>
      createRateLimits(DEFAULT_LIMITS, createLimitStore({ redis, isAway: () => false })),
    )
    if (!one || !two || !other) throw new Error('There are three.')
    const user = createId<UserId>()
    for (let count = 0; count < 3; count++) await one.charge('invite', user)
    expect(await countAllowed(() => two.charge('invite', user))).toBe(2)
    expect(await waitFor(() => one.charge('invite', user))).toBeGreaterThan(3_590_000)
    expect(await countWrong(one)).toBe(30)
    expect(await waitFor(() => two.requireGuess(HERE, 1))).toBeGreaterThan(590_000)
    expect(await countAllowed(() => other.charge('invite', user))).toBe(5)
  })

  test('what is kept there names nobody’s messages and has an end', async () => {
    const redis = await ready(url)
    const rates = createRateLimits(DEFAULT_LIMITS, createLimitStore({ redis, isAway: () => false }))
    await rates.charge('message', createId<UserId>())
    await rates.charge('invite', createId<UserId>())
    const client = new Redis(url)
    const keys = await client.keys(`${redis.name}:*`)
    expect(keys).toHaveLength(2)
    for (const key of keys) expect(await client.pttl(key)).toBeGreaterThan(0)
    client.disconnect()
  })

  test('killed or silent, each node counts by itself at the same budgets, and nobody waits long', async () => {
    const own = await startOwn()
    const redis = await ready(own.url)
    const rates = createRateLimits(DEFAULT_LIMITS, createLimitStore({ redis, isAway: () => false }))
    const user = createId<UserId>()
    await rates.charge('invite', user)
    own.pause()
    const began = performance.now()
    expect(await countAllowed(() => rates.charge('invite', user))).toBe(5)
    expect(await countWrong(rates)).toBe(30)
    expect(performance.now() - began).toBeLessThan(1_500)
    own.resume()
    await own.kill()
    await expect.poll(() => redis.commands.status).not.toBe('ready')
    expect(await waitFor(() => rates.chargeRoom(HERE))).toBeUndefined()
    expect(await waitFor(() => rates.requireGuess(HERE, 1))).toBeGreaterThan(500_000)
    await own.restart()
    await expect.poll(() => redis.commands.status, { timeout: 5_000 }).toBe('ready')
    await expect.poll(() => waitFor(() => rates.requireGuess(HERE, 1)), { timeout: 5_000 }).toBeUndefined()
    await own.stop()
  })
})
