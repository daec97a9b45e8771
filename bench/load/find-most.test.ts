import { expect, test } from 'vitest'
import { findMost } from './find-most'

const carriedUpTo = (most: number) => async (perSecond: number) => perSecond <= most

test.each([30, 100, 777, 5_000])('finds %i from a guess of 500, to a tenth with three halvings', async (most) => {
  const found = await findMost({ guess: 500, isCarried: carriedUpTo(most), halvings: 3 })
  expect(found).toBeLessThanOrEqual(most)
  expect(found).toBeGreaterThanOrEqual(most * 0.9)
})

test('is nothing where nothing is carried', async () => {
  expect(await findMost({ guess: 500, isCarried: async () => false, halvings: 3 })).toBe(0)
})

/** Others on the machine spoil the first two tries of every load. */
function spoiledTwice(most: number): (perSecond: number) => Promise<boolean> {
  const tries = new Map<number, number>()
  return async (perSecond) => {
    const before = tries.get(perSecond) ?? 0
    tries.set(perSecond, before + 1)
    return before === 2 && perSecond <= most
  }
}

test.each([0, 3])('a load is tried three times, since others can only spoil a try (%i halvings)', async (halvings) => {
  const found = await findMost({ guess: 500, isCarried: spoiledTwice(700), halvings })
  expect(found).toBeLessThanOrEqual(700)
  expect(found).toBeGreaterThanOrEqual(halvings === 0 ? 500 : 630)
})
