import { describe, expect, test } from 'vitest'
import { createRandom, seedsFor } from '#lib/testing/random'
import { check, describeViolations } from './check'
import { CHECKS } from './facts'
import { hashContent, readHistory, writeHistory } from './history'
import { RECORD_MUTANTS, tryMutant } from './record-mutants'
import { sampleHistory } from './sample-history'

const SEEDS = seedsFor(20)

test.each(SEEDS)('a history without a fault passes every check (seed %i)', (seed) => {
  const { records, facts } = sampleHistory(createRandom(seed))
  const verdict = check(records, facts)
  expect(describeViolations(verdict)).toEqual([])
  expect(verdict.counts).toMatchObject({ stored: facts.messages.length, ambiguous: 0, recovery: { p95: 0 } })
  expect(verdict.counts.acked).toBe(verdict.counts.sent)
})

describe('each wrong history is caught by the check that is meant for it', () => {
  test.each(RECORD_MUTANTS)('$name: $caughtBy', (mutant) => {
    for (const seed of SEEDS) {
      const { result } = tryMutant(mutant, sampleHistory(createRandom(seed)))
      expect(result, `seed ${seed}`).toBe('caught')
    }
  })

  test('and every check has a history that it alone is meant for', () => {
    expect(new Set(RECORD_MUTANTS.map(({ caughtBy }) => caughtBy))).toEqual(new Set(Object.keys(CHECKS)))
  })
})

test('an answer that never came counts as ambiguous and as nothing else', () => {
  const { records, facts } = sampleHistory(createRandom(1))
  const [by] = records.filter(({ op }) => op === 'send')
  if (!by) throw new Error('nobody sent anything')
  const { t, client, member, node, room } = by
  const unknown = { t, client, member, node, room, key: 'never answered' }
  const more = [
    ...records,
    { ...unknown, op: 'edit' as const, hash: 'x' },
    { ...unknown, op: 'timeout' as const, of: 'edit' as const },
  ]
  const verdict = check(more, facts)
  expect(verdict.violations).toEqual([])
  expect(verdict.counts.ambiguous).toBe(1)
  expect(verdict.counts.sent - verdict.counts.acked).toBe(1)
})

test('who comes back later than the others is measured from the end of the fault', () => {
  const { records, facts } = sampleHistory(createRandom(1))
  const heal = records.find(({ op }) => op === 'heal')
  const last = records.findLast((record) => record.op === 'render')
  if (!heal || last?.op !== 'render') throw new Error('nothing was rendered')
  const nothingNew = { at: 0, cut: 0, items: [] }
  const away = { ...last, ...nothingNew, t: heal.t - 1, isConnected: false }
  const back = { ...last, ...nothingNew, t: heal.t + 250, isConnected: true }
  expect(check([...records, away, back], facts).counts.recovery).toMatchObject({ p50: 0, p99: 250 })
})

test('a history that is written and read again is the same', () => {
  const { records } = sampleHistory(createRandom(2))
  expect(readHistory(writeHistory(records))).toEqual(records)
})

test('a hash tells bodies, deletions and reactions apart, and not the order in which people reacted', () => {
  const said = { body: 'Hello.' }
  const liked = (...userIds: string[]) => ({ ...said, reactions: [{ emoji: '👍', userIds }] })
  const different = [said, { body: 'Hello!' }, { body: '', deletedAt: 1 }, liked('a'), liked('a', 'b')].map(hashContent)
  expect(new Set(different).size).toBe(different.length)
  expect(hashContent(liked('a', 'b'))).toBe(hashContent(liked('b', 'a')))
  expect(hashContent({ ...said, reactions: [] })).toBe(hashContent(said))
})
