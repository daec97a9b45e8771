import { expect, it } from 'vitest'
import { phaseOf } from './connection-phase'

const lost = { kind: 'connecting', since: 1_000 } as const

it('a lost connection is kept quiet for 1.5 s, then named, and after 10 s called offline [E53]', () => {
  expect(phaseOf(lost, 2_499)).toEqual({ phase: { kind: 'quiet' }, nextAt: 2_500 })
  expect(phaseOf(lost, 2_500)).toEqual({ phase: { kind: 'reconnecting' }, nextAt: 11_000 })
  expect(phaseOf(lost, 10_999)).toEqual({ phase: { kind: 'reconnecting' }, nextAt: 11_000 })
  expect(phaseOf(lost, 11_000)).toEqual({ phase: { kind: 'offline' } })
})

it('a refused connection says so at once, a connected one says nothing', () => {
  expect(phaseOf({ kind: 'refused', code: 'outdated' }, 0)).toEqual({ phase: { kind: 'refused', code: 'outdated' } })
  expect(phaseOf({ kind: 'connected', wasAway: true }, 0)).toEqual({ phase: { kind: 'quiet' } })
})
