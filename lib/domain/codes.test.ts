import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../db/database'
import { createRoomCode, LOBBY_CODE } from '../shared/ids'
import { DEFAULT_LIMITS, type Limits } from '../shared/limits'
import { isRefusal } from '../shared/refusal'
import { describeOnDialects } from '../testing/databases'
import { createPeople, type People } from '../testing/people'
import { findRoomByGuess } from './codes'
import { createRateLimits, type RateLimits } from './rate-limit'
import { ensureLobby } from './rooms'

describeOnDialects('finding a room by its code', ({ open }) => {
  let database: Database
  let people: People
  beforeAll(async () => {
    database = await open()
    people = createPeople(database)
    await ensureLobby(database.write, 0)
  })
  afterAll(() => database.close())

  const limited = (limits: Partial<Limits>) => createRateLimits({ ...DEFAULT_LIMITS, ...limits })

  function guess(rates: RateLimits, code = createRoomCode(), address = '192.0.2.1'): Promise<string> {
    return findRoomByGuess(database.read, rates, { code, address }).then(
      (room) => (room ? 'found' : 'nothing'),
      (error: unknown) => (isRefusal(error) ? error.code : String(error)),
    )
  }

  test('costs nothing when the code is right', async () => {
    const rates = limited({ wrongCodes: 1, wrongCodesGlobal: 1 })
    const { code } = await people.room()
    for (let round = 0; round < 5; round += 1) expect(await guess(rates, code)).toBe('found')
    expect(await guess(rates)).toBe('nothing')
  })

  test('after 30 wrong codes an address is refused, also with the right one, and is told when to try again', async () => {
    const rates = limited({})
    const { code } = await people.room()
    for (let round = 0; round < 30; round += 1) expect(await guess(rates)).toBe('nothing')
    expect([await guess(rates), await guess(rates, code)]).toEqual(['rate_limited', 'rate_limited'])
    const refusal = await findRoomByGuess(database.read, rates, { code, address: '192.0.2.1' }).catch(
      (error: unknown) => error,
    )
    expect(isRefusal(refusal) && refusal.detail.retryAfterMs).toBeGreaterThan(9 * 60_000)
    expect(isRefusal(refusal) && refusal.detail.retryAfterMs).toBeLessThanOrEqual(10 * 60_000)
    expect(await guess(rates, code, '192.0.2.2')).toBe('found')
    expect(await guess(rates, LOBBY_CODE)).toBe('found')
  })

  test('two hundred guesses at the same moment are stopped at the budget too', async () => {
    const rates = limited({})
    const told = await Promise.all(Array.from({ length: 200 }, () => guess(rates)))
    expect(told.filter((one) => one === 'nothing')).toHaveLength(30)
    expect(told.filter((one) => one === 'rate_limited')).toHaveLength(170)
  })

  test('a class that arrives at the same moment with the right code is let in whole', async () => {
    const rates = limited({})
    const { code } = await people.room()
    for (let round = 0; round < 29; round += 1) await guess(rates)
    const told = await Promise.all(Array.from({ length: 30 }, () => guess(rates, code)))
    expect(new Set(told)).toEqual(new Set(['found']))
  })

  test('guessers from many addresses share one budget a minute', async () => {
    const rates = limited({ wrongCodesGlobal: 40 })
    const told: string[] = []
    for (let round = 0; round < 60; round += 1) told.push(await guess(rates, createRoomCode(), `192.0.2.${round}`))
    expect(told.slice(0, 40)).toEqual(Array(40).fill('nothing'))
    expect(told.slice(40)).toEqual(Array(20).fill('rate_limited'))
  })
})
