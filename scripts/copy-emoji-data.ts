// Makes public/emoji from emojibase-data: only what the picker and the shortcodes read, about a third of the files.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { EMOJI_LOCALES, EMOJI_VERSION } from '../components/emoji/emoji-data'

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
const SOURCE = dirname(createRequire(import.meta.url).resolve('emojibase-data/package.json'))
/** Skin tones and hair by themselves. */
const COMPONENTS = 2
const RGI = /^\p{RGI_Emoji}$/v

/**
 * As keyboards send it: emojibase asks for the picture (U+FE0F) also where that is the only form. Left in, a thumb from
 * the picker and one from a keyboard would be two reactions.
 */
const picture = z.string().transform((text) => {
  const plain = text.replace(/\uFE0F$/, '')
  return RGI.test(plain) ? plain : text
})

// Objects let unnamed fields go: what stands here is what is copied.
const emoji = z.object({
  emoji: picture,
  label: z.string(),
  group: z.number().optional(),
  subgroup: z.number().optional(),
  version: z.number(),
  tags: z.array(z.string()).optional(),
  hexcode: z.string(),
  skins: z.array(z.object({ emoji: picture, tone: z.union([z.number(), z.array(z.number())]).optional() })).optional(),
})
const named = z.object({ key: z.string(), message: z.string(), order: z.number() })
const messages = z.object({
  groups: z.array(named),
  subgroups: z.array(named),
  skinTones: z.array(z.object({ key: z.string(), message: z.string() })),
})
const codes = z.record(z.string(), z.union([z.string(), z.array(z.string())]))

/** Writes the files anew; the same package always gives the same bytes. */
export function copyEmojiData(root = ROOT): void {
  const { version } = z.object({ version: z.string() }).parse(read('package.json'))
  if (version !== EMOJI_VERSION) {
    throw new Error(`emojibase-data is ${version}, components/emoji/emoji-data.ts says ${EMOJI_VERSION}.`)
  }
  const target = join(root, 'public', 'emoji')
  rmSync(target, { recursive: true, force: true })
  for (const locale of EMOJI_LOCALES) {
    const all = z.array(emoji).parse(read(`${locale}/data.json`))
    const shown = all.filter(({ group }) => group !== undefined && group !== COMPONENTS)
    write(
      join(target, version, locale, 'data.json'),
      shown.map(({ hexcode, ...kept }) => kept),
    )
    write(join(target, version, locale, 'messages.json'), messages.parse(read(`${locale}/messages.json`)))
  }
  write(join(target, version, 'shortcodes.json'), shortcodes())
}

/** GitHub's codes, which most chats share: `{ "tada": "🎉" }`. */
function shortcodes(): Record<string, string> {
  const all = z.array(emoji).parse(read('en/data.json'))
  const byCode = new Map(all.map(({ hexcode, emoji: shown }) => [hexcode, shown]))
  const found: [string, string][] = []
  for (const [hexcode, names] of Object.entries(codes.parse(read('en/shortcodes/github.json')))) {
    const shown = byCode.get(hexcode)
    if (shown !== undefined) found.push(...[names].flat().map((name): [string, string] => [name, shown]))
  }
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)))
}

function read(path: string): unknown {
  return JSON.parse(readFileSync(join(SOURCE, path), 'utf8'))
}

function write(path: string, content: unknown): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, JSON.stringify(content))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) copyEmojiData()
