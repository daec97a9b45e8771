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

/**
 * Why a text that is already trimmed cannot be kept, or `undefined` when it can.
 * U+0000 cannot be stored by Postgres; a lone surrogate is not Unicode text at all.
 */
export function textProblem(
  text: string,
  max: { graphemes: number; bytes: number },
): 'unreadable' | 'too_long' | undefined {
  if (text.includes('\u0000') || !text.isWellFormed()) return 'unreadable'
  // Bytes first: counting graphemes of a megabyte would be the attack itself.
  if (countBytes(text) > max.bytes || countGraphemes(text) > max.graphemes) return 'too_long'
  return undefined
}

/** 32-bit FNV-1a, for choices that must be stable but not secret, such as a member's colour. */
export function stableHash(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of encoder.encode(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}
