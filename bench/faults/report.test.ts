import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { falsifiedLine, lineOf } from './print'
import { makePlace, reportOf, writeReport } from './report'
import { isGreen, type SeedResult } from './row'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-report-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const green: SeedResult = {
  ...{ row: 'F4', title: 'Redis is killed', store: 'postgres', nodes: 2, seed: 1, tookMs: 1_000 },
  counts: { sent: 10, acked: 9, stored: 9, delivered: 40, ambiguous: 1, recovery: { p50: 10, p95: 120, p99: 130 } },
  perCheck: { O1: 0, O2: 0 },
  ...{ unhandled: [], broken: [], violations: [], measures: { 'p99, ms': 5 } },
}
const red: SeedResult = {
  ...green,
  ...{
    seed: 2,
    perCheck: { O1: 1, O2: 2, O5: 1 },
    measures: { 'p99, ms': 7 },
    violations: ['O2 lost_delivery × 2: tab 1'],
  },
}

test('a seed is red by one violation, one process that ended, or one thing that the row demanded', () => {
  expect([green, red].map(isGreen)).toEqual([true, false])
  expect(isGreen({ ...green, unhandled: ['node-1 ended by itself'] })).toBe(false)
  expect(isGreen({ ...green, broken: ['the drain took too long'] })).toBe(false)
})

test('a line names the seed, its numbers, and what was found', () => {
  expect(lineOf(red)).toContain(
    'RED  F4 postgres seed 2: sent 10 acked 9 stored 9 delivered 40 lost 3 stale 0 doubled 1',
  )
  expect(lineOf(red)).toContain('O2 lost_delivery × 2: tab 1')
  expect(falsifiedLine({ name: 'a swap', by: 'O6', result: 'missed', found: '' })).toBe('RED  missed: a swap (O6)')
})

test('the report adds up the seeds of a row, with the worst recovery and measure, and names red seeds and rows not run', () => {
  const slow = { ...green, seed: 3, counts: { ...green.counts, recovery: { p50: 0, p95: 900, p99: 900 } } }
  const report = reportOf({
    results: [green, red, slow],
    falsified: [],
    startedAt: new Date(),
    limits: { messageBurst: 5 },
  })
  expect(report).toContain(
    '| F4 | Redis is killed | postgres | 3 | 30 | 27 | 27 | 120 | 3 | 0 | 1 | 0 | 0 | 0 | 0 | 3 | 900 ms | 0 | p99, ms: 7 | 2 |',
  )
  expect(report).toContain('3 seeds of')
  expect(report).toContain('1 red')
  expect(report).toMatch(/Not run this time: F0, F1, F2, F3, F5.*F24\./)
  expect(report).toContain('`LIMITS=messageBurst=5`')
})

test('the soak is written beside the matrix, and neither takes the place of the other', () => {
  const path = join(folder, 'both.md')
  writeFileSync(path, '<!-- report -->\n<!-- end of report -->\nBetween.\n<!-- soak -->\n<!-- end of soak -->\n')
  const run = { falsified: [], startedAt: new Date(), limits: {} }
  writeReport(path, { ...run, results: [{ ...green, row: 'F25', title: 'soak' }] })
  writeReport(path, { ...run, results: [green] })
  writeReport(path, { ...run, results: [green] })
  const [matrix = '', bySoak = ''] = readFileSync(path, 'utf8').split('Between.')
  expect(matrix.match(/^\| F4 /gm)).toHaveLength(1)
  expect(matrix).not.toContain('| F25 |')
  expect(bySoak.match(/^\| F25 /gm)).toHaveLength(1)
  expect(bySoak).toContain('Every row was run.')
})

test('a report may go to a file that is not there yet, and never into one that has no place for it', () => {
  const [fresh, foreign] = [join(folder, 'fresh.md'), join(folder, 'foreign.md')]
  const run = { falsified: [], startedAt: new Date(), limits: {} }
  writeReport(fresh, { ...run, results: [green] })
  writeReport(fresh, { ...run, results: [{ ...green, row: 'F25', title: 'soak' }] })
  expect(readFileSync(fresh, 'utf8').match(/^\| F(4|25) /gm)).toHaveLength(2)
  writeFileSync(foreign, 'Something else.')
  expect(() => makePlace(foreign)).toThrow('no place')
  expect(() => writeReport(foreign, { ...run, results: [green] })).toThrow('no place')
  expect(readFileSync(foreign, 'utf8')).toBe('Something else.')
})
