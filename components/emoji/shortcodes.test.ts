import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

const LIST = { tada: '🎉', '+1': '👍', smile: '😄', smiley: '😃', sweat_smile: '😅', joy: '😂', x: '❌', odd: 7 }

type Module = typeof import('./shortcodes')
let shortcodes: Module
const fetched = vi.fn(async () => Response.json(LIST))

beforeEach(async () => {
  vi.resetModules()
  vi.stubGlobal('fetch', fetched)
  shortcodes = await import('./shortcodes')
})

afterEach(() => {
  vi.unstubAllGlobals()
  fetched.mockClear()
})

describe('suggestions [E37]', () => {
  it('come from two letters on, those that begin so first', async () => {
    expect(await shortcodes.findShortcodes('s')).toEqual([])
    expect(fetched).not.toHaveBeenCalled()
    expect(await shortcodes.findShortcodes('SMI')).toEqual([
      { code: 'smile', emoji: '😄' },
      { code: 'smiley', emoji: '😃' },
      { code: 'sweat_smile', emoji: '😅' },
    ])
  })

  it('are eight at most', async () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`cat_${at}`, '🐱']))
    fetched.mockResolvedValueOnce(Response.json(many))
    expect(await shortcodes.findShortcodes('cat')).toHaveLength(8)
  })

  it('need the list once', async () => {
    await shortcodes.findShortcodes('smile')
    await shortcodes.findShortcodes('tada')
    expect(fetched).toHaveBeenCalledTimes(1)
  })

  it('are none where the list cannot be had, and are there again when it can', async () => {
    fetched.mockRejectedValueOnce(new TypeError('offline'))
    expect(await shortcodes.findShortcodes('tada')).toEqual([])
    expect(await shortcodes.findShortcodes('tada')).toEqual([{ code: 'tada', emoji: '🎉' }])
  })
})

describe('the closing colon makes an emoji [E37]', () => {
  it.each([
    [':tada:', '', '🎉'],
    ['well :+1:', ' done', 'well 👍'],
    ['🎉:tada:', '', '🎉🎉'],
    ['`a` :x:', '', '`a` ❌'],
  ])('%s', async (before, after, replaced) => {
    await shortcodes.loadShortcodes()
    expect(shortcodes.replaceShortcode(before + after, before.length)).toEqual({
      text: replaced + after,
      caret: replaced.length,
    })
  })

  it.each(['10:x:', 'a:tada:', '::x:', ':nothing:', ':odd:', ':tada', '`:tada:', '```\n:tada:', ': tada:'])(
    '%s stays as it is',
    async (text) => {
      await shortcodes.loadShortcodes()
      expect(shortcodes.replaceShortcode(text, text.length)).toBeUndefined()
    },
  )

  it('does nothing before the list is there', () => {
    expect(shortcodes.replaceShortcode(':tada:', 6)).toBeUndefined()
  })
})
