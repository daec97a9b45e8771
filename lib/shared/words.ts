// The words of a text, as search knows them: the same in both databases, and in the browser that marks them.

/** Longer runs count by their beginning. */
const LONGEST = 60
const MOST = 2_000

/** Upper and lower case, accents and compatibility forms made equal. Letter by letter the same as all at once. */
export function fold(text: string): string {
  // What most texts are made of needs no tables.
  if (/^\p{ASCII}*$/u.test(text)) return text.toLowerCase()
  return text.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '').replaceAll('ς', 'σ')
}

/** The distinct words of a text, in its order: runs of letters and digits, folded. */
export function wordsOf(text: string): string[] {
  const words = new Set<string>()
  for (const run of runsOf(fold(text))) {
    words.add(cut(run))
    if (words.size === MOST) break
  }
  return [...words]
}

/** The words that a query asks for: the last one, as it was typed last, is the beginning of a word. */
export function queryWordsOf(query: string): string[] {
  const runs = runsOf(fold(query)).map(cut)
  const last = runs.pop()
  return last === undefined ? [] : [...new Set(runs), last]
}

function runsOf(folded: string): string[] {
  return folded.match(/[\p{L}\p{N}]+/gu) ?? []
}

function cut(run: string): string {
  return run.length <= LONGEST ? run : [...run].slice(0, LONGEST).join('')
}

export type WordRange = { start: number; end: number }

/**
 * Where words of a query stand in a text, as [start, end) of the text as it is written. The last word of the query is
 * the beginning of one, and only that beginning is told.
 */
export function findWordRanges(text: string, queryWords: readonly string[]): WordRange[] {
  const last = queryWords.at(-1)
  if (last === undefined) return []
  const { folded, starts, ends } = foldByLetter(text)
  const whole = new Set(queryWords.slice(0, -1))
  const ranges: WordRange[] = []
  for (const { 0: run, index } of folded.matchAll(/[\p{L}\p{N}]+/gu)) {
    const length = whole.has(cut(run)) ? run.length : cut(run).startsWith(last) ? last.length : 0
    const [start, end] = [starts[index], ends[index + length - 1]]
    if (length > 0 && start !== undefined && end !== undefined) ranges.push({ start, end })
  }
  return ranges
}

/** The folded text, and for each unit of it where the letter that it comes from begins and ends with its marks. */
function foldByLetter(text: string): { folded: string; starts: number[]; ends: number[] } {
  const starts: number[] = []
  const ends: number[] = []
  let folded = ''
  for (const { 0: letter, index } of text.matchAll(/./gsu)) {
    const units = fold(letter)
    folded += units
    for (let unit = 0; unit < units.length; unit++) {
      starts.push(index)
      ends.push(index + letter.length)
    }
    if (units === '' && ends.length > 0) ends[ends.length - 1] = index + letter.length
  }
  return { folded, starts, ends }
}
