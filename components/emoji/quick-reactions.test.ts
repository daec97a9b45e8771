import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { noteEmoji, QUICK_REACTIONS, recentEmoji } from './quick-reactions'

const kept = new Map<string, string>()

beforeEach(() => {
  kept.clear()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  })
})

afterEach(() => {
  vi.unstubAllGlobals()
})

it('six reactions are one press away, each a single emoji [E30]', () => {
  expect(QUICK_REACTIONS).toHaveLength(6)
  for (const emoji of QUICK_REACTIONS) expect(emoji).toMatch(/^\p{RGI_Emoji}$/v)
})

it('the last used come first, once each, and only so many', () => {
  for (const emoji of ['🎉', '👍', '🎉']) noteEmoji(emoji)
  expect(recentEmoji()).toEqual(['🎉', '👍'])
  for (let at = 0; at < 60; at += 1) noteEmoji(String.fromCodePoint(0x1f400 + (at % 40)))
  expect(recentEmoji()).toHaveLength(24)
})

it.each(['', '{', '{}', '7', '["<b>", 7, "word", "🎉"]'])('what stands in the storage is not trusted: %s', (stored) => {
  for (const key of ['parley:emoji']) kept.set(key, stored)
  expect(recentEmoji()).toEqual(stored.includes('🎉') ? ['🎉'] : [])
})

it('a browser that keeps nothing still reacts', () => {
  vi.stubGlobal('localStorage', undefined)
  expect(() => noteEmoji('🎉')).not.toThrow()
  expect(recentEmoji()).toEqual([])
})
