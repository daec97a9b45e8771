import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createId, type UserId } from '../shared/ids'
import { DEFAULT_LIMITS, type Limits } from '../shared/limits'
import { isRefusal } from '../shared/refusal'
import { createRateLimits, globalBudget, type RateLimits } from './rate-limit'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HERE = '192.0.2.1'
const THERE = '192.0.2.2'

describe('how often', () => {
  let rates: RateLimits
  const ada = createId<UserId>()
  const bo = createId<UserId>()

  beforeEach(() => {
    vi.useFakeTimers({ now: 1_700_000_000_000 })
    rates = createRateLimits(DEFAULT_LIMITS)
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  const pass = (ms: number) => vi.advanceTimersByTime(ms)
  const limited = (limits: Partial<Limits>) => createRateLimits({ ...DEFAULT_LIMITS, ...limits })

  /** How many of these go through before one is refused, at most `most`. */
  async function countAllowed(act: () => Promise<void>, most = 1_000): Promise<number> {
    for (let count = 0; count < most; count += 1) if ((await waitFor(act)) !== undefined) return count
    return most
  }

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

  test('messages: ten at once, then one a second, and after half a minute ten again', async () => {
    const send = () => rates.charge('message', ada)
    expect(await countAllowed(send)).toBe(10)
    for (let second = 0; second < 10; second += 1) {
      const wait = await waitFor(send)
      expect(wait).toBeGreaterThan(0)
      expect(wait).toBeLessThanOrEqual(SECOND)
      pass(wait ?? 0)
      expect(await countAllowed(send)).toBe(1)
    }
    pass(30 * SECOND)
    expect(await countAllowed(send)).toBe(10)
  })

  test('messages: trying while refused does not lengthen the wait, nor anybody else’s', async () => {
    const send = () => rates.charge('message', ada)
    await countAllowed(send)
    for (let attempt = 0; attempt < 200; attempt += 1) expect(await waitFor(send)).toBeLessThanOrEqual(SECOND)
    expect(await waitFor(() => rates.charge('message', bo))).toBeUndefined()
    pass(SECOND)
    expect(await waitFor(send)).toBeUndefined()
  })

  const budgets: [string, () => Promise<void>, number, number][] = [
    ['typing: once in two seconds', () => rates.charge('typing', ada), 1, 2 * SECOND],
    ['reading: fifty a second', () => rates.charge('read', ada), 50, SECOND],
    ['invites: five an hour', () => rates.charge('invite', ada), 5, 60 * MINUTE],
    ['joins: 120 a minute from one address', () => rates.chargeJoin(HERE), 120, MINUTE],
    ['rooms: twenty an hour from one address', () => rates.chargeRoom(HERE), 20, 60 * MINUTE],
  ]
  test.each(budgets)('%s, and the refusal says when again', async (_, act, count, window) => {
    expect(await countAllowed(act)).toBe(count)
    pass(window / 2)
    const wait = (await waitFor(act)) ?? 0
    expect(wait).toBe(window / 2)
    pass(wait - 1)
    expect(await waitFor(act)).toBe(1)
    pass(1)
    expect(await countAllowed(act)).toBe(count)
  })

  test('budgets are each person’s and each address’s own', async () => {
    await countAllowed(() => rates.charge('invite', ada))
    await countAllowed(() => rates.chargeRoom(HERE))
    expect(await waitFor(() => rates.charge('invite', bo))).toBeUndefined()
    expect(await waitFor(() => rates.charge('typing', ada))).toBeUndefined()
    expect(await waitFor(() => rates.chargeRoom(THERE))).toBeUndefined()
    expect(await waitFor(() => rates.chargeJoin(HERE))).toBeUndefined()
  })

  test('what is free is free', async () => {
    expect(await countAllowed(() => rates.charge('free', ada), 2_000)).toBe(2_000)
  })

  describe('wrong codes', () => {
    const ask = (address = HERE, openRooms = 1) => waitFor(() => rates.requireGuess(address, openRooms))

    async function countWrong(address = HERE, most = 1_000): Promise<number> {
      for (let count = 0; count < most; count += 1) {
        if ((await ask(address)) !== undefined) return count
        await rates.noteWrongCode(address)
      }
      return most
    }

    test('thirty in ten minutes from one address', async () => {
      expect(await countWrong()).toBe(30)
      expect(await ask()).toBe(10 * MINUTE)
      expect(await ask(THERE)).toBeUndefined()
      pass(10 * MINUTE - 1)
      expect(await ask()).toBe(1)
      pass(1)
      expect(await countWrong()).toBe(30)
    })

    test('asking alone costs nothing', async () => {
      for (let count = 0; count < 100; count += 1) expect(await ask()).toBeUndefined()
      expect(await countWrong()).toBe(30)
    })

    test('a fresh join gives three back, and never more than were spent', async () => {
      await countWrong()
      await rates.forgiveWrongCodes(HERE)
      expect(await countWrong()).toBe(3)
      await rates.forgiveWrongCodes(THERE)
      await rates.noteWrongCode(THERE)
      await rates.forgiveWrongCodes(THERE)
      expect(await countWrong(THERE)).toBe(30)
    })

    test('what is given back has an end: three tries for each of thirty in ten minutes', async () => {
      let wrong = 0
      for (let join = 0; join < 100; join += 1) {
        wrong += await countWrong()
        await rates.forgiveWrongCodes(HERE)
      }
      expect(wrong).toBe(30 + 90)
      pass(10 * MINUTE)
      expect(await countWrong()).toBe(30)
      await rates.forgiveWrongCodes(HERE)
      expect(await countWrong()).toBe(3)
    })

    test('six hundred a minute over all addresses, and a join gives none of these back', async () => {
      let wrong = 0
      for (let address = 0; address < 40; address += 1) {
        wrong += await countWrong(`198.51.100.${address}`)
        await rates.forgiveWrongCodes(`198.51.100.${address}`)
      }
      expect(wrong).toBe(600)
      expect(await ask(THERE)).toBe(MINUTE)
      pass(MINUTE)
      expect(await ask(THERE)).toBeUndefined()
    })

    test('fewer over all when many rooms are open', async () => {
      for (let count = 0; count < 209; count += 1) await rates.noteWrongCode(`198.51.100.${count}`)
      expect(await ask(THERE, 10_000)).toBe(MINUTE)
      expect(await ask(THERE, 1_000)).toBeUndefined()
    })
  })

  describe('turns', () => {
    test('come one after another for one address, each at once for others', async () => {
      const order: string[] = []
      let finish = () => {}
      const held = new Promise<void>((resolve) => {
        finish = resolve
      })
      const first = rates.inTurn(HERE, async () => {
        await held
        order.push('first')
      })
      const second = rates.inTurn(HERE, async () => order.push('second'))
      await rates.inTurn(THERE, async () => order.push('elsewhere'))
      finish()
      await Promise.all([first, second])
      expect(order).toEqual(['elsewhere', 'first', 'second'])
    })

    test('go on after one that failed, and pass its failure to its own caller only', async () => {
      const failed = rates.inTurn(HERE, () => Promise.reject(new Error('no')))
      const next = rates.inTurn(HERE, async () => 'yes')
      await expect(failed).rejects.toThrow('no')
      await expect(next).resolves.toBe('yes')
    })
  })

  describe('an operator’s own numbers', () => {
    test('a burst no larger than the rate adds nothing to it', async () => {
      const few = limited({ messageBurst: 1, messagesPerSecond: 5 })
      expect(await countAllowed(() => few.charge('message', ada))).toBe(5)
      const one = limited({ messageBurst: 1 })
      expect(await countAllowed(() => one.charge('message', ada))).toBe(1)
    })

    test('zero seconds between two means no wait, not for ever', async () => {
      const loose = limited({ typingSeconds: 0 })
      await loose.charge('typing', ada)
      pass(1)
      expect(await waitFor(() => loose.charge('typing', ada))).toBeUndefined()
    })

    test('a budget of none refuses the first, and says for how long', async () => {
      const closed = limited({ roomsPerHour: 0, wrongCodes: 0 })
      expect(await waitFor(() => closed.chargeRoom(HERE))).toBe(60 * MINUTE)
      expect(await waitFor(() => closed.requireGuess(HERE, 1))).toBe(10 * MINUTE)
    })
  })
})

test.each([
  [0, 600],
  [1, 600],
  [1_000, 600],
  [3_484, 600],
  [3_485, 599],
  [10_000, 209],
  [100_000, 20],
  [10_000_000, 1],
])('with %i open rooms, %i wrong codes a minute keep the mean time to hit one at a year', (openRooms, budget) => {
  expect(globalBudget(600, openRooms)).toBe(budget)
  const minutesToHit = 2 ** 40 / (Math.max(1, openRooms) * budget)
  expect(minutesToHit).toBeGreaterThanOrEqual(openRooms > 2_000_000 ? 0 : 525_960)
})
