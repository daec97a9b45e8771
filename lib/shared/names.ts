// Usernames: which are allowed, and how two that look alike are told apart.
import { SIZES } from './limits'
import { countBytes, graphemesOf, stableHash } from './text'

declare const brand: unique symbol
/** A name that passed `parseUsername`: NFC, trimmed, visible, within the size limits. */
export type Username = string & { readonly [brand]: 'Username' }

export type NameProblem = 'empty' | 'too_long' | 'not_visible'
export type ParsedName = { ok: true; name: Username } | { ok: false; problem: NameProblem }

// Control, format (with all bidi controls), private use, surrogates, unassigned; line and paragraph separators.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\p{Zl}\p{Zp}]/u
// Letters and marks that draw nothing: variation selectors, grapheme joiner, Khmer inherent vowels, Hangul fillers,
// the braille blank, the halfwidth filler, the blank hieroglyphs, the Khitan filler, the null notehead.
const BLANK =
  /\p{Variation_Selector}|[\u034F\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0\u{13441}\u{13442}\u{16FE4}\u{1D159}]/u
// A mark without a letter would be drawn over whatever stands before the name.
const LONE_MARK = /^ ?\p{M}/u
const EMOJI = /^\p{RGI_Emoji}$/v

function isVisible(grapheme: string): boolean {
  // Emoji sequences carry joiners, selectors and tags legitimately (UTS #51); nothing else may.
  if (EMOJI.test(grapheme)) return true
  if (UNSEEN.test(grapheme) || BLANK.test(grapheme) || LONE_MARK.test(grapheme)) return false
  return (grapheme.match(/\p{M}/gu)?.length ?? 0) <= SIZES.nameMarksPerBase
}

/** Reads a name as a person typed it: NFC, outer space removed, inner runs of space made one. */
export function parseUsername(input: string): ParsedName {
  if (countBytes(input) > SIZES.nameBytes * 8) return { ok: false, problem: 'too_long' }
  const name = input
    .normalize('NFC')
    .replace(/\p{Zs}+/gu, ' ')
    .trim()
  if (name === '') return { ok: false, problem: 'empty' }
  const graphemes = graphemesOf(name)
  if (!graphemes.every(isVisible)) return { ok: false, problem: 'not_visible' }
  if (graphemes.length > SIZES.nameGraphemes || countBytes(name) > SIZES.nameBytes)
    return { ok: false, problem: 'too_long' }
  return { ok: true, name: name as Username }
}

/** Two names with the same key differ at most in ASCII letter case; both are then shown with a tag. */
export function caseKey(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

/** The tag that tells `Bob` and `bob` apart: three digits, stable for a user. */
export function tagOf(userId: string): string {
  return String(stableHash(`tag:${userId}`) % 1000).padStart(3, '0')
}

/** One of twelve hues, stable for a user. */
export function hueOf(userId: string): number {
  return stableHash(userId) % 12
}

/** One or two letters for the avatar: the first of the first and of the last word. */
export function initialsOf(name: string): string {
  const words = name.split(' ').filter((word) => word !== '')
  const first = graphemesOf(words[0] ?? '')[0] ?? ''
  const last = words.length > 1 ? graphemesOf(words.at(-1) ?? '')[0] : graphemesOf(words[0] ?? '')[1]
  return `${first}${last ?? ''}`.toUpperCase()
}

/** The next name to offer when one is taken: `Bob 2`, `Bob 3`, … shortened so that it stays within the limits. */
export function suggestName(name: Username, isTaken: (candidate: string) => boolean): Username {
  for (let number = 2; number < 1_000; number += 1) {
    const suffix = ` ${number}`
    let stem = graphemesOf(name).slice(0, SIZES.nameGraphemes - suffix.length)
    while (countBytes(stem.join('') + suffix) > SIZES.nameBytes) stem = stem.slice(0, -1)
    const candidate = `${stem.join('').trimEnd()}${suffix}`
    if (!isTaken(candidate)) return candidate as Username
  }
  return name
}
