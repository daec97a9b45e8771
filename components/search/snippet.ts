import { findWordRanges, queryWordsOf, type WordRange } from '#lib/shared/words'
import { plainText } from './plain-text'

/** How much is shown before the first word that was found, and in all. UTF-16 units. */
const BEFORE = 40
const LONGEST = 160

export type SnippetPart = { text: string; isHit: boolean }

/** What is shown of a message that was found: the text around the first of the words, with all of them told apart. */
export function snippet(body: string, query: string): SnippetPart[] {
  const words = queryWordsOf(query)
  const plain = plainText(body)
  const inPlain = findWordRanges(plain, words)
  // A word may stand only in what the markup hides, such as the address behind a link.
  const [text, hits] = inPlain.length > 0 ? [plain, inPlain] : [body, findWordRanges(body, words)]
  const start = startOf(text, hits[0]?.start ?? 0)
  const end = endOf(text, start)
  const parts = partsOf(text, { start, end }, hits)
  if (start > 0) parts.unshift({ text: '…', isHit: false })
  if (end < text.length) parts.push({ text: '…', isHit: false })
  return parts
}

/** A little before the first hit, where a word begins. */
function startOf(text: string, hit: number): number {
  if (hit <= BEFORE) return 0
  const space = text.slice(hit - BEFORE, hit).search(/\s/u)
  return space === -1 ? hit : hit - BEFORE + space + 1
}

/** At the end of a word if there is one near, and never within a letter of two units. */
function endOf(text: string, start: number): number {
  const end = start + LONGEST
  if (end >= text.length) return text.length
  const space = text.slice(start, end).search(/\s\S*$/u)
  if (space > LONGEST / 2) return start + space
  return /[\ud800-\udbff]/.test(text.charAt(end - 1)) ? end - 1 : end
}

function partsOf(text: string, { start, end }: WordRange, hits: readonly WordRange[]): SnippetPart[] {
  const parts: SnippetPart[] = []
  let at = start
  for (const hit of hits) {
    const [from, to] = [Math.max(hit.start, at), Math.min(hit.end, end)]
    if (from >= to) continue
    if (from > at) parts.push({ text: text.slice(at, from), isHit: false })
    parts.push({ text: text.slice(from, to), isHit: true })
    at = to
  }
  if (at < end) parts.push({ text: text.slice(at, end), isHit: false })
  return parts
}
