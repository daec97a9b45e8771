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

test('a load that was not carried once is tried again, since others on the machine can only spoil it', async () => {
  const tried = new Set<number>()
  const isCarried = async (perSecond: number) => {
    const isSecond = tried.has(perSecond)
    tried.add(perSecond)
    return isSecond && perSecond <= 500
  }
  expect(await findMost({ guess: 500, isCarried, halvings: 0 })).toBe(500)
})
