// How often a person or an address may do a thing. Every budget of Parley is here.
import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import type { UserId } from '../shared/ids'
import type { Limits } from '../shared/limits'
import { Refusal } from '../shared/refusal'

/** Codes that exist: 32^8. */
const CODE_SPACE = 2 ** 40
const MINUTES_A_YEAR = 525_960

/** What a command costs its sender. */
export type Cost = 'message' | 'typing' | 'read' | 'search' | 'invite' | 'free'

/** Where several nodes count together: a client as rate-limiter-flexible takes one, and what its keys begin with. */
export type LimitStore = { prefix: string; client: unknown }

type Limiter = RateLimiterMemory | RateLimiterRedis

export type RateLimits = {
  /** @throws Refusal `rate_limited` with the time to wait */
  charge(cost: Cost, userId: UserId): Promise<void>
  /** @throws Refusal `rate_limited` */
  chargeJoin(address: string): Promise<void>
  /** @throws Refusal `rate_limited` */
  chargeRoom(address: string): Promise<void>
  /** Asked before a code is looked up. @throws Refusal `rate_limited` once a budget for wrong codes is spent */
  requireGuess(address: string, openRooms: number): Promise<void>
  noteWrongCode(address: string): Promise<void>
  /** Runs one at a time per address: many guesses at the same moment would all be asked before the first is noted. */
  inTurn<T>(address: string, guess: () => Promise<T>): Promise<T>
  /** A fresh join gives a few wrong tries back to its address: a class behind one router mistypes. */
  forgiveWrongCodes(address: string): Promise<void>
}

/**
 * Without a store each budget is this node's. With one it is every node's together, and while the store does not
 * answer this node's again, whole: nobody is kept from writing, and a guesser has as many budgets as there are nodes.
 */
export function createRateLimits(limits: Limits, store?: LimitStore): RateLimits {
  const perSeconds = (keyPrefix: string, points: number, duration: number): Limiter =>
    createLimiter({ keyPrefix, points, duration }, store)
  const perPerson: Record<Exclude<Cost, 'free'>, Limiter | BurstyRateLimiter> = {
    message: new BurstyRateLimiter(
      perSeconds('message', limits.messagesPerSecond, 1),
      // One of the burst is the first second's own; the rest refills once it could have been earned three times over.
      perSeconds('message-burst', limits.messageBurst - limits.messagesPerSecond, 30),
    ),
    typing: perSeconds('typing', 1, limits.typingSeconds),
    read: perSeconds('read', limits.readsPerSecond, 1),
    search: perSeconds('search', limits.searchesPerSecond, 1),
    invite: perSeconds('invite', limits.invitesPerHour, 3_600),
  }
  const joins = perSeconds('join', limits.joinsPerMinute, 60)
  const rooms = perSeconds('room', limits.roomsPerHour, 3_600)
  const wrongCodes = perSeconds('wrong-code', limits.wrongCodes, 600)
  // Without a bound of its own, one new guest after another in a room of one's own would buy guesses without end.
  const mostForgiven = limits.wrongCodes * limits.wrongCodesForgiven
  const forgiven = perSeconds('forgiven', mostForgiven, 600)
  const turns = new Map<string, Promise<unknown>>()
  const wrongCodesGlobal = perSeconds('wrong-code-global', limits.wrongCodesGlobal, 60)

  return {
    charge: (cost, userId) => (cost === 'free' ? Promise.resolve() : consume(perPerson[cost], userId)),
    chargeJoin: (address) => consume(joins, address),
    chargeRoom: (address) => consume(rooms, address),
    async requireGuess(address, openRooms) {
      await requireLeft(wrongCodes, address, limits.wrongCodes)
      await requireLeft(wrongCodesGlobal, 'all', globalBudget(limits.wrongCodesGlobal, openRooms))
    },
    async noteWrongCode(address) {
      await Promise.all([wrongCodes.penalty(address, 1), wrongCodesGlobal.penalty('all', 1)])
    },
    async inTurn(address, guess) {
      const before = turns.get(address) ?? Promise.resolve()
      const own = before.then(guess)
      const settled = own.then(noop, noop)
      turns.set(address, settled)
      try {
        return await own
      } finally {
        if (turns.get(address) === settled) turns.delete(address)
      }
    },
    async forgiveWrongCodes(address) {
      const spent = (await wrongCodes.get(address))?.consumedPoints ?? 0
      const left = mostForgiven - ((await forgiven.get(address))?.consumedPoints ?? 0)
      const given = Math.min(spent, limits.wrongCodesForgiven, left)
      if (given <= 0) return
      await Promise.all([forgiven.penalty(address, given), wrongCodes.reward(address, given)])
    },
  }
}

function noop(): void {}

/** Wrong codes a minute, over all addresses, at which hitting any open room takes a year on average. */
export function globalBudget(atMost: number, openRooms: number): number {
  return Math.max(1, Math.min(atMost, Math.floor(CODE_SPACE / (Math.max(1, openRooms) * MINUTES_A_YEAR))))
}

type Budget = { keyPrefix: string; points: number; duration: number }

function createLimiter({ keyPrefix, points, duration }: Budget, store: LimitStore | undefined): Limiter {
  // The library reads no duration as for ever.
  const own = new RateLimiterMemory({ keyPrefix, points, duration: Math.max(0.001, duration) })
  // Redis counts in whole seconds; less than one is as good as no limit.
  if (store === undefined || duration < 1) return own
  return new RateLimiterRedis({
    storeClient: store.client,
    keyPrefix: `${store.prefix}:${keyPrefix}`,
    points,
    duration,
    rejectIfRedisNotReady: true,
    insuranceLimiter: own,
  })
}

async function consume(limiter: Limiter | BurstyRateLimiter, key: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (reason) {
    /* v8 ignore else -- @preserve for a store that fails the limiter in memory answers */
    if (reason instanceof RateLimiterRes) throw refusalAfter(reason)
    /* v8 ignore next -- @preserve as above */
    throw reason
  }
}

async function requireLeft(limiter: Limiter, key: string, budget: number): Promise<void> {
  const spent = (await limiter.get(key)) ?? new RateLimiterRes(budget, limiter.msDuration, 0, true)
  if (spent.consumedPoints < budget) return
  const { detail } = refusalAfter(spent)
  throw new Refusal('rate_limited', { ...detail, fields: { code: 'rate_limited' } })
}

function refusalAfter({ msBeforeNext }: RateLimiterRes): Refusal {
  return new Refusal('rate_limited', { retryAfterMs: Math.max(1, Math.ceil(msBeforeNext)) })
}
