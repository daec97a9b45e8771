import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startProgress } from './progress'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('what is done with a long history is told at once, and again as long as it goes on', () => {
  const said: string[] = []
  let left = 2
  const progress = startProgress({ length: 60_000 }, (line) => void said.push(line))
  progress.now(() => `${left} left`)
  left = 1
  vi.advanceTimersByTime(10_000)
  progress.now(() => 'done')
  progress.close()
  vi.advanceTimersByTime(60_000)
  expect(said).toEqual(['2 left', '1 left', 'done'])
})

test('a short history is judged in silence, unless that takes long', () => {
  const said: string[] = []
  const progress = startProgress({ length: 10 }, (line) => void said.push(line))
  progress.now(() => 'one tab is not at rest')
  expect(said).toEqual([])
  vi.advanceTimersByTime(10_000)
  progress.close()
  expect(said).toEqual(['one tab is not at rest'])
})
