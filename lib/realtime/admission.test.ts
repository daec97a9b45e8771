import { expect, test } from 'vitest'
import { isRefusal } from '../shared/refusal'
import { SERVER_TIMES } from '../shared/server-times'
import { createAdmission } from './admission'

/** A lookup that takes until it is told to end. */
function lookUps() {
  const ends: (() => void)[] = []
  let most = 0
  let running = 0
  return {
    ends,
    most: () => most,
    lookUp: async (): Promise<void> => {
      running += 1
      most = Math.max(most, running)
      await new Promise<void>((end) => ends.push(end))
      running -= 1
    },
  }
}

test('a few are looked up at a time, the others follow in the order in which they came', async () => {
  const admission = createAdmission({ atOnce: 2 })
  const order: number[] = []
  const { ends, most, lookUp } = lookUps()
  const all = Array.from({ length: 6 }, (_, at) => admission.admit(lookUp).then(() => order.push(at)))
  for (let ended = 0; ended < 6; ended++) {
    await expect.poll(() => ends.length).toBeGreaterThan(ended)
    ends[ended]?.()
  }
  await Promise.all(all)
  expect([most(), order]).toEqual([2, [0, 1, 2, 3, 4, 5]])
})

test('who waits too long is told when to ask again, and a lookup that fails hands its turn on', async () => {
  const admission = createAdmission({ atOnce: 1, waitMs: 50 })
  const { ends, lookUp } = lookUps()
  const first = admission.admit(lookUp)
  const refused: unknown = await admission.admit(lookUp).catch((error: unknown) => error)
  expect(isRefusal(refused) && [refused.code, refused.detail]).toEqual([
    'rate_limited',
    { retryAfterMs: SERVER_TIMES.admissionRetry },
  ])
  ends[0]?.()
  await first
  await expect(admission.admit(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(await admission.admit(async () => 'in')).toBe('in')
})
