// Writes the report of a run between two marks of docs/faults.md; what stands around them is written by hand. Rows that run
// only by hand have a place of their own, so that neither report takes the other's.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import type { Falsified } from './falsification'
import { columnsOf } from './print'
import { isGreen, type SeedResult } from './row'
import { ROWS } from './rows/all-rows'

const PLACES = {
  matrix: { begin: '<!-- report -->', end: '<!-- end of report -->' },
  byHand: { begin: '<!-- soak -->', end: '<!-- end of soak -->' },
}

type Run = {
  results: readonly SeedResult[]
  falsified: readonly Falsified[]
  startedAt: Date
  limits: Readonly<Record<string, number>>
}

/** A file that is not there is made, with the places and nothing else. @throws Error where a file has no place for it */
export function makePlace(path: string): void {
  const places = Object.values(PLACES)
  if (!existsSync(path)) writeFileSync(path, places.map(({ begin, end }) => `${begin}\n\n${end}\n`).join('\n'))
  const before = readFileSync(path, 'utf8')
  for (const { begin, end } of places)
    if (!before.includes(begin) || before.indexOf(end) < before.indexOf(begin))
      throw new Error(`${path} has no place for the report.`)
}

/** @throws Error where the file has no place for it */
export function writeReport(path: string, run: Run): void {
  makePlace(path)
  const before = readFileSync(path, 'utf8')
  const place = PLACES[isByHand(run.results) ? 'byHand' : 'matrix']
  const [begin, end] = [before.indexOf(place.begin), before.indexOf(place.end)]
  writeFileSync(path, `${before.slice(0, begin + place.begin.length)}\n\n${reportOf(run)}\n${before.slice(end)}`)
}

const BY_HAND = new Set(ROWS.filter((row) => row.isByHand).map(({ id }) => id))

function isByHand(results: readonly SeedResult[]): boolean {
  return results.length > 0 && results.every(({ row }) => BY_HAND.has(row))
}

export function reportOf({ results, falsified, startedAt, limits }: Run): string {
  const minutes = Math.round((Date.now() - startedAt.getTime()) / 60_000)
  const [cpu] = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  const ran = new Set(results.map(({ row }) => row))
  const notRun = ROWS.filter(({ id }) => !ran.has(id) && BY_HAND.has(id) === isByHand(results)).map(({ id }) => id)
  return [
    `Run of ${startedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC, ${minutes} minutes, ${results.length} seeds of`,
    `${ran.size} rows, ${results.filter((result) => !isGreen(result)).length} red. Machine: ${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${memory} GB,`,
    `Node ${process.versions.node}, ${process.platform}; commit ${commit()}. Clients, nodes and stores share the machine.`,
    `Raised: \`LIMITS=${Object.entries(limits)
      .map((pair) => pair.join('='))
      .join(',')}\`.`,
    '',
    notRun.length === 0 ? 'Every row was run.' : `Not run this time: ${notRun.join(', ')}.`,
    '',
    ...matrix(results),
    '',
    '### Falsified first',
    '',
    '| Broken on purpose | Meant for | Result |',
    '|--|--|--|',
    ...falsified.map(({ name, by, result, found }) => `| ${name} | ${by} | ${result}${found ? ` (${found})` : ''} |`),
    '',
  ].join('\n')
}

/** One line for each row and store: sums, except where the worst seed counts. */
function matrix(results: readonly SeedResult[]): string[] {
  const groups = new Map<string, SeedResult[]>()
  for (const result of results) {
    const key = `${result.row} ${result.store}`
    groups.set(key, [...(groups.get(key) ?? []), result])
  }
  const lines = [...groups.values()].flatMap((group) => {
    const [first] = group
    return first ? [lineOf(first, group)] : []
  })
  const names = Object.keys(results[0] ? columnsOf(results[0]) : {})
  const head = ['Row', 'Fault', 'Store', 'Seeds', ...names, 'Worst measured', 'Red seeds']
  return [`| ${head.join(' | ')} |`, `|${'--|'.repeat(head.length)}`, ...lines]
}

function lineOf({ row, title, store }: SeedResult, group: readonly SeedResult[]): string {
  const columns = group.map(columnsOf)
  const names = Object.keys(columns[0] ?? {})
  const numbers = names.map((name) => {
    const own = columns.map((each) => each[name] ?? 0)
    return name === 'recovery_p95' ? `${Math.max(...own)} ms` : own.reduce((sum, value) => sum + value, 0)
  })
  const worst = new Map<string, number>()
  for (const { measures } of group)
    for (const [name, value] of Object.entries(measures)) worst.set(name, Math.max(worst.get(name) ?? value, value))
  const measured = [...worst].map(([name, value]) => `${name}: ${value}`).join('; ')
  const red = group.filter((result) => !isGreen(result)).map(({ seed }) => seed)
  return `| ${[row, title, store, group.length, ...numbers, measured || '–', red.join(', ') || '–'].join(' | ')} |`
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  } catch {
    return 'unknown'
  }
}
