// Chance that can be had again: the same seed gives the same run.

export type Random = {
  readonly seed: number
  /** A whole number from 0 up to, but without, `below`. */
  below(limit: number): number
  /** True in `percent` of a hundred cases. */
  chance(percent: number): boolean
  /** @throws Error on an empty list */
  pick<T>(list: readonly T[]): T
  shuffle<T>(list: readonly T[]): T[]
}

/** Mulberry32: 32 bits of state, enough to vary a test and no more. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    seed,
    below,
    chance: (percent) => next() * 100 < percent,
    pick<T>(list: readonly T[]): T {
      const index = below(list.length)
      if (index >= list.length) throw new Error('There is nothing to pick from.')
      return list[index] as T
    },
    shuffle<T>(list: readonly T[]): T[] {
      const keyed = list.map((item) => ({ item, key: next() }))
      return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item)
    },
  }
}

/** The seeds to run: `count` of them, or the one in the variable SEED, to have a red one again. */
export function seedsFor(count: number): number[] {
  const wanted = Number(process.env.SEED)
  return Number.isInteger(wanted) && wanted > 0 ? [wanted] : Array.from({ length: count }, (_, index) => index + 1)
}
