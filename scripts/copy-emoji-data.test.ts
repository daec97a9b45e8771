import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { EMOJI_LOCALES, EMOJI_URL, SHORTCODES_URL } from '../components/emoji/emoji-data'
import { QUICK_REACTIONS } from '../components/emoji/quick-reactions'
import { copyEmojiData } from './copy-emoji-data'

const root = mkdtempSync(join(tmpdir(), 'parley-emoji-'))
const list = z.array(
  z.strictObject({
    emoji: z.string(),
    label: z.string(),
    group: z.number(),
    subgroup: z.number(),
    version: z.number(),
    tags: z.array(z.string()).optional(),
    skins: z.array(z.object({ emoji: z.string() })).optional(),
  }),
)

beforeAll(() => copyEmojiData(root))
afterAll(() => rmSync(root, { recursive: true, force: true }))

function read(url: string): string {
  return readFileSync(join(root, 'public', url), 'utf8')
}

describe.each(EMOJI_LOCALES)('emoji in %s', (locale) => {
  it('are all there, the quick ones as they are, with a word each', () => {
    const all = list.parse(JSON.parse(read(`${EMOJI_URL}/${locale}/data.json`)))
    expect(all.length).toBeGreaterThan(1_800)
    expect(all.map(({ emoji }) => emoji)).toEqual(expect.arrayContaining([...QUICK_REACTIONS]))
    expect(all.filter(({ label }) => label === '')).toEqual([])
  })

  it('are each what counts as one emoji, as the server asks of a reaction', () => {
    const all = list.parse(JSON.parse(read(`${EMOJI_URL}/${locale}/data.json`)))
    const shown = all.flatMap(({ emoji, skins = [] }) => [emoji, ...skins.map((skin) => skin.emoji)])
    // A runtime older than the list does not know its newest pictures yet.
    expect(shown.filter((emoji) => !/^\p{RGI_Emoji}$/v.test(emoji) && emoji.endsWith('\uFE0F'))).toEqual([])
  })

  it('come with the names of their kinds', () => {
    expect(read(`${EMOJI_URL}/${locale}/messages.json`)).toContain('"skinTones"')
  })
})

it('shortcodes are those that people know', () => {
  const codes = z.record(z.string(), z.string()).parse(JSON.parse(read(SHORTCODES_URL)))
  expect(codes).toMatchObject({ tada: '🎉', '+1': '👍', heart: '❤️', joy: '😂' })
})

it('the same package gives the same files, so that a build can be told to be current', () => {
  const before = read(SHORTCODES_URL)
  copyEmojiData(root)
  expect(read(SHORTCODES_URL)).toBe(before)
  expect(readdirSync(join(root, 'public', 'emoji'))).toHaveLength(1)
})
