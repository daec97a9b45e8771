import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLocks } from '../testing/web-locks'
import { isSeenHere, tellInOneTab } from './one-tab'

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('navigator', { locks: createLocks() })
})
afterEach(() => vi.useRealTimers())

test('of the tabs that hear the same thing, one tells it', async () => {
  const told: string[] = []
  for (const tab of ['first', 'second', 'third']) void tellInOneTab('a message', () => told.push(tab))
  await vi.runAllTimersAsync()
  expect(told).toHaveLength(1)
})

test('what is seen in one tab is told in none, however late the others hear of it', async () => {
  const told: string[] = []
  void tellInOneTab('a message', () => told.push('early'))
  await vi.advanceTimersByTimeAsync(100)
  isSeenHere('a message')
  await vi.advanceTimersByTimeAsync(100)
  void tellInOneTab('a message', () => told.push('late'))
  await vi.runAllTimersAsync()
  expect(told).toEqual([])
})

test('another thing is told although the one before was seen, and the same later on as well', async () => {
  const told: string[] = []
  isSeenHere('a message')
  void tellInOneTab('another message', () => told.push('another'))
  await vi.runAllTimersAsync()
  void tellInOneTab('a message', () => told.push('again'))
  await vi.runAllTimersAsync()
  expect(told).toEqual(['another', 'again'])
})

test('on plain http, where a browser has no locks, every tab tells: twice is better than never', async () => {
  vi.stubGlobal('navigator', {})
  const told: string[] = []
  for (const tab of ['first', 'second']) void tellInOneTab('a message', () => told.push(tab))
  await vi.runAllTimersAsync()
  expect(told).toEqual(['first', 'second'])
})
