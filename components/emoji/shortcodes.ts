// ":tada:" and what it stands for. The list is fetched once, when somebody begins to type one.
import { SHORTCODES_URL } from './emoji-data'

export type Shortcode = { code: string; emoji: string }

const MOST_SUGGESTED = 8
const SHORTEST_PREFIX = 2
/** A colon after a letter or a digit begins none: "10:30:00". */
const CLOSED = /(?<![\p{L}\p{N}:]):([a-z0-9_+-]+):$/u

let loading: Promise<void> | undefined
let known: ReadonlyMap<string, string> = new Map()

/** Fetches the list, once. Where that fails nothing is suggested, and the next call tries again. */
export function loadShortcodes(): Promise<void> {
  loading ??= fetchShortcodes().catch(() => {
    loading = undefined
  })
  return loading
}

async function fetchShortcodes(): Promise<void> {
  const response = await fetch(SHORTCODES_URL)
  if (!response.ok) throw new Error(`The shortcodes answered ${response.status}.`)
  const list: unknown = await response.json()
  const pairs = typeof list === 'object' && list !== null ? Object.entries(list) : []
  known = new Map(pairs.filter((pair): pair is [string, string] => typeof pair[1] === 'string'))
}

/** What fits the letters after a colon: codes that begin with them first, then those that hold them. */
export async function findShortcodes(prefix: string): Promise<Shortcode[]> {
  if (prefix.length < SHORTEST_PREFIX) return []
  await loadShortcodes()
  const wanted = prefix.toLowerCase()
  const codes = [...known.keys()]
  const begin = codes.filter((code) => code.startsWith(wanted)).sort((a, b) => a.length - b.length)
  const hold = codes.filter((code) => code.indexOf(wanted) > 0)
  return [...begin, ...hold].slice(0, MOST_SUGGESTED).map((code) => ({ code, emoji: known.get(code) ?? '' }))
}

/** The text with the shortcode that ends at the caret as its emoji, or `undefined` where there is none, as in code. */
export function replaceShortcode(text: string, caret: number): { text: string; caret: number } | undefined {
  const before = text.slice(0, caret)
  const [typed, code = ''] = CLOSED.exec(before) ?? []
  const emoji = known.get(code)
  if (typed === undefined || emoji === undefined) return undefined
  const start = before.slice(0, -typed.length)
  const isInCode = start.split('`').length % 2 === 0
  return isInCode ? undefined : { text: start + emoji + text.slice(caret), caret: start.length + emoji.length }
}
