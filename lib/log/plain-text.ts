// Makes text from outside harmless in a log and in the terminal that shows it.
import { stripVTControlCharacters } from 'node:util'

const MOST_LETTERS = 200
// Controls, and the marks that turn the direction of what follows.
const UNPRINTED = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu

/** One line without control characters, cut after 200 letters. */
export function plainText(text: string): string {
  // Cut first: expressions should not run over a megabyte.
  const cut = text.slice(0, MOST_LETTERS * 2)
  const plain = stripVTControlCharacters(cut).replace(/\s+/g, ' ').replace(UNPRINTED, '')
  return plain.length > MOST_LETTERS ? `${plain.slice(0, MOST_LETTERS)}…` : plain
}

/** The fields of a log line, every text among them plain. */
export function plainFields(fields: Record<string, unknown>): Record<string, unknown> {
  const plain: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields)) plain[name] = typeof value === 'string' ? plainText(value) : value
  return plain
}
