import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { english } from '#lib/testing/english'
import { createIncomingAnnouncer } from './incoming-announcer'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('a message is said with its author, on one line and shortened', () => {
  const said: string[] = []
  createIncomingAnnouncer(english, (sentence) => said.push(sentence)).hear({
    author: 'Ada',
    body: `can\nyou ${'x'.repeat(300)}`,
  })
  expect(said).toEqual([`Ada: can you ${'x'.repeat(132)}`])
})

it('a flood is said as a sum, so that the reader can keep up', () => {
  const said: string[] = []
  const announcer = createIncomingAnnouncer(english, (sentence) => said.push(sentence))
  for (let number = 1; number <= 8; number += 1)
    announcer.hear({ author: number === 8 ? 'Teo' : 'Ada', body: `${number}` })
  expect(said).toEqual(['Ada: 1', 'Ada: 2', 'Ada: 3'])
  vi.advanceTimersByTime(2_000)
  expect(said.at(-1)).toBe('5 new messages, last from Teo')
  announcer.hear({ author: 'Ada', body: 'later' })
  expect(said.at(-1)).toBe('Ada: later')
})

it('nothing is said after it was stopped', () => {
  const said: string[] = []
  const announcer = createIncomingAnnouncer(english, (sentence) => said.push(sentence))
  for (let number = 1; number <= 5; number += 1) announcer.hear({ author: 'Ada', body: `${number}` })
  announcer.stop()
  vi.advanceTimersByTime(10_000)
  expect(said).toHaveLength(3)
})
