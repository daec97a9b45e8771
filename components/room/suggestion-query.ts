// What is being typed at the caret that names or emoji could be suggested for. Pure.

export type SuggestionQuery = { kind: 'name' | 'emoji'; start: number; query: string }

/** The longest name, in code units, that is looked for. */
const LONGEST = 64
const NAME = /(?:^|[^\p{L}\p{N}])@([^@\n]*)$/u
const EMOJI = /(?:^|[^\p{L}\p{N}:]):([a-z0-9_+-]{2,})$/iu

export function findSuggestionQuery(text: string, caret: number): SuggestionQuery | undefined {
  const before = text.slice(Math.max(0, caret - LONGEST), caret)
  const emoji = EMOJI.exec(before)?.[1]
  if (emoji !== undefined) return { kind: 'emoji', start: caret - emoji.length - 1, query: emoji.toLowerCase() }
  const name = NAME.exec(before)?.[1]
  return name === undefined ? undefined : { kind: 'name', start: caret - name.length - 1, query: name }
}

/** Names that have the query anywhere in them, those that begin with it first; the order given decides among equals. */
export function matchNames(names: readonly string[], query: string, most: number): string[] {
  const wanted = query.toLocaleLowerCase()
  const found = names.filter((name) => name.toLocaleLowerCase().includes(wanted))
  const begins = (name: string): boolean => name.toLocaleLowerCase().startsWith(wanted)
  return [...found.filter(begins), ...found.filter((name) => !begins(name))].slice(0, most)
}
