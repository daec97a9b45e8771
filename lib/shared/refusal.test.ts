import { expect, test } from 'vitest'
import { isFinalRefusal, isRefusal, REFUSAL_CODES, Refusal } from './refusal'

test('a refusal is known by its shape, also when another copy of the class made it', () => {
  // The server's bundle and Next's each load their own copy.
  class Copy extends Error {
    readonly code = 'not_found'
    override readonly name = 'Refusal'
  }
  expect([isRefusal(new Refusal('full')), isRefusal(new Copy())]).toEqual([true, true])
  const others = [new Error('no'), { name: 'Refusal', code: 'full' }, 'Refusal', null, undefined]
  expect(others.map(isRefusal)).toEqual(others.map(() => false))
})

test('carries its code and what may be told besides', () => {
  const refusal = new Refusal('rate_limited', { retryAfterMs: 5 })
  expect(refusal).toMatchObject({ code: 'rate_limited', message: 'rate_limited', detail: { retryAfterMs: 5 } })
  expect(new Refusal('full').detail).toEqual({})
})

test('what may pass by itself is not final, all else is', () => {
  const passing = ['unauthenticated', 'rate_limited', 'retry', 'storage_full', 'draining', 'outdated', 'internal']
  expect(REFUSAL_CODES.filter((code) => !isFinalRefusal(code)).sort()).toEqual(passing.sort())
})
