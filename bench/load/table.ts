// What a scenario found, as it stands on the page.

export type Cell = string | number

export type Found = {
  /** Where it stands on the page: `A sqlite`. */
  place: string
  title: string
  head: string[]
  rows: Cell[][]
  /** Sentences below the table. */
  notes: string[]
}

/** Digits that mean something: none below the decimal point from 100 on, one from 10 on, else two. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '–' : 'never'
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2
  return value.toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

export function times(value: number): string {
  return Number.isFinite(value) ? `${value.toFixed(2)}×` : '–'
}

const cellOf = (cell: Cell): string => (typeof cell === 'number' ? figure(cell) : cell)

export function markdownOf({ title, head, rows, notes }: Found): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const table = [line(head), line(head.map(() => '--')), ...rows.map((row) => line(row.map(cellOf)))]
  return [`**${title}**`, '', ...table, '', ...notes.flatMap((note) => [note, ''])].join('\n').trimEnd()
}

const begin = (place: string): string => `<!-- measured: ${place} -->`
const END = '<!-- /measured -->'

/**
 * The page with what was found in its place, and everything around it as it was.
 * @throws Error where the page has no such place
 */
export function placeOn(page: string, found: Found): string {
  const from = page.indexOf(begin(found.place))
  const to = page.indexOf(END, from)
  if (from === -1 || to === -1) throw new Error(`The page has no place for "${found.place}".`)
  return `${page.slice(0, from)}${begin(found.place)}\n\n${markdownOf(found)}\n\n${page.slice(to)}`
}
