// Who is named in a text: `@` and a name, exactly as it is written in the room. `@all` names everybody.

/** What stands after the `@` that is meant for everybody. */
export const EVERYBODY = 'all'

export type Mention = { start: number; end: number; name: string }

/** More `@` in one text than these name nobody: finding them costs as much as the text is long, times the names. */
const MOST_SIGNS = 50
/** The longest name, in code units. */
const LONGEST_NAME = 128

const SIGN = /(?<![\p{L}\p{N}])@/gu
const LETTER_NEXT = /[\p{L}\p{N}]/uy

/** Every mention of these names or of everybody, in the order of the text; of two that fit, the longer one. */
export function findMentions(body: string, names: Iterable<string>): Mention[] {
  const longestFirst = [...new Set([...names, EVERYBODY])].sort((a, b) => b.length - a.length)
  const mentions: Mention[] = []
  for (const index of signsOf(body)) {
    const from = index + 1
    const name = longestFirst.find((one) => one !== '' && body.startsWith(one, from) && isEnd(body, from + one.length))
    if (name !== undefined) mentions.push({ start: index, end: from + name.length, name })
  }
  return mentions
}

export function isMentioned(body: string, name: string): boolean {
  return findMentions(body, [name]).length > 0
}

/** All that could be a name after an `@`, for asking which of them are. At most some hundreds, however long the text. */
export function mentionCandidates(body: string): string[] {
  const candidates = new Set<string>()
  for (const index of signsOf(body)) {
    const [line = ''] = body.slice(index + 1, index + 1 + LONGEST_NAME).split('\n', 1)
    let name = ''
    for (const letter of line) {
      name += letter
      if (letter !== ' ' && isEnd(body, index + 1 + name.length)) candidates.add(name)
    }
  }
  return [...candidates]
}

function signsOf(body: string): number[] {
  const signs: number[] = []
  for (const { index } of body.matchAll(SIGN)) {
    if (signs.push(index) === MOST_SIGNS) break
  }
  return signs
}

/** A name ends where no letter or digit follows: `@Ada` is no mention of Ad. */
function isEnd(body: string, at: number): boolean {
  LETTER_NEXT.lastIndex = at
  return !LETTER_NEXT.test(body)
}
