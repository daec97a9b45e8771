import { expect, it } from 'vitest'
import type { UserId } from '#lib/shared/ids'
import { english } from '#lib/testing/english'
import { reactionNames } from './reaction-names'

const NAMES = new Map(Array.from({ length: 30 }, (_, at) => [`u${at}`, `Name ${at}`]))
const nameOf = (userId: string) => NAMES.get(userId)

function told(...userIds: string[]): string {
  return reactionNames(english, { emoji: '🎉', userIds: userIds as UserId[] }, 'me', nameOf)
}

it('names who reacted, oneself first [E30]', () => {
  expect(told('u1')).toBe('Name 1')
  expect(told('u1', 'me')).toBe('You and Name 1')
  expect(told('u1', 'u2', 'me')).toBe('You, Name 1 and Name 2')
})

it('counts whom nobody here knows by name, and who is too much to be read', () => {
  expect(told('gone')).toBe('1 other')
  expect(told('u1', 'gone', 'away')).toBe('Name 1 and 2 others')
  expect(told('me', ...NAMES.keys())).toMatch(/^You, Name 0, .*, Name 18 and 11 others$/)
})
