import { expect, test } from 'vitest'
import { countFaults, countPlaywright, countVitest, describeCounts } from './print-summary'

const vitest = { numPassedTests: 40, numFailedTests: 1, numPendingTests: 6, numTodoTests: 1, testResults: [] }
const playwright = { stats: { expected: 8, unexpected: 2, flaky: 1, skipped: 0 }, errors: [] }

test('the closing line adds up every suite, and counts a flaky test as failed', () => {
  const [unit, browser] = [countVitest(vitest), countPlaywright(playwright)]
  expect(describeCounts([unit, browser])).toBe('48 passed, 4 failed, 7 skipped')
})

test('what broke before or outside a test counts as failed', () => {
  const testResults = [
    { status: 'failed', assertionResults: [] },
    { status: 'failed', assertionResults: [{}] },
    { status: 'passed', assertionResults: [] },
  ]
  expect(countVitest({ ...vitest, testResults }).failed).toBe(2)
  expect(countPlaywright({ ...playwright, errors: [{}] }).failed).toBe(4)
})

test('rows of the fault matrix count with the tests, and what else their report holds does not', () => {
  const report = { passed: 20, failed: 1, skipped: 2, results: [] }
  expect(countFaults(report)).toEqual({ passed: 20, failed: 1, skipped: 2 })
})

test('a suite that did not run adds nothing', () => {
  expect(describeCounts([])).toBe('0 passed, 0 failed, 0 skipped')
})
