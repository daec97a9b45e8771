// Counting and cleaning text the way people read it.

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const encoder = new TextEncoder()

/** Graphemes as a reader counts them (UAX #29). */
export function countGraphemes(text: string): number {
  let count = 0
  for (const _ of segmenter.segment(text)) count += 1
  return count
}

export function graphemesOf(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}

/** Length in UTF-8 bytes. */
export function countBytes(text: string): number {
  return encoder.encode(text).length
}

/** Bytes a text takes on the wire: as JSON, where a quote or a line break is two. */
export function countWireBytes(text: string): number {
  return countBytes(JSON.stringify(text)) - 2
}

/** Of a unit of text on the wire: `\\u0000`. */
const MOST_WIRE_BYTES = 6

/** Text as it is kept: line breaks as U+000A, no other control characters, no space around it. */
export function cleanText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\p{Cc}--[\n\t]]/gv, '')
    .trim()
}

/** Nothing but space, format characters and letters that draw nothing. */
const UNSEEN = /^[\s\p{Cf}\u115F\u1160\u2800\u3164\uFFA0]*$/u

export type TextLimit = { graphemes: number; bytes: number }
export type TextProblem = 'empty' | 'unreadable' | 'too_long'

/** Why a cleaned text cannot be kept, or `undefined` when it can. `bytes` are counted as on the wire. */
export function textProblem(text: string, max: TextLimit): TextProblem | undefined {
  if (text === '' || (UNSEEN.test(text) && /\S/.test(text))) return 'empty'
  // A lone surrogate is not Unicode text; databases and JSON readers disagree about it.
  if (!text.isWellFormed()) return 'unreadable'
  // Bytes first: counting graphemes of a megabyte would be the attack itself. No grapheme is less than a unit and no unit
  // more than `MOST_WIRE_BYTES`, and either count costs more than all else that a short message costs here.
  if (text.length * MOST_WIRE_BYTES > max.bytes && countWireBytes(text) > max.bytes) return 'too_long'
  if (text.length > max.graphemes && countGraphemes(text) > max.graphemes) return 'too_long'
  return undefined
}

/** How long a text is against its limit, in graphemes; `over` is how many must go. */
export function measureText(text: string, max: TextLimit): { graphemes: number; over: number } {
  const graphemes = countGraphemes(text)
  const bytesOver = countWireBytes(text) - max.bytes
  if (bytesOver <= 0) return { graphemes, over: Math.max(0, graphemes - max.graphemes) }
  const bytesEach = countWireBytes(text) / graphemes
  return { graphemes, over: Math.max(graphemes - max.graphemes, Math.ceil(bytesOver / bytesEach)) }
}

/** 32-bit FNV-1a, for choices that must be stable but not secret, such as a member's colour. */
export function stableHash(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of encoder.encode(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}
