// What a run says on the terminal: one line for each fault and seed.
import type { Falsified } from './falsification'
import { isGreen, type SeedResult } from './row'

/** The columns of the report, from one result. */
export function columnsOf({ counts, perCheck, unhandled }: SeedResult): Record<string, number> {
  const of = (...ids: (keyof SeedResult['perCheck'])[]): number => ids.reduce((sum, id) => sum + (perCheck[id] ?? 0), 0)
  return {
    sent: counts.sent,
    acked: counts.acked,
    stored: counts.stored,
    delivered: counts.delivered,
    lost: of('O1', 'O2'),
    stale: of('O3'),
    doubled: of('O5'),
    misordered: of('O6', 'O9'),
    leaked: of('O11'),
    phantom: of('O4'),
    // Two changes of one rev, cursors that lie, own writes unseen, outboxes that stay full, keys with two bodies.
    other: of('O7', 'O8', 'O10', 'O12', 'O13'),
    ambiguous: counts.ambiguous,
    recovery_p95: counts.recovery.p95,
    unhandled: unhandled.length,
  }
}

export function lineOf(result: SeedResult): string {
  const { row, store, seed, tookMs, measures, broken, violations, unhandled } = result
  const numbers = Object.entries(columnsOf(result)).map(([name, value]) => `${name} ${value}`)
  const more = Object.entries(measures).map(([name, value]) => `${name}: ${value}`)
  const head = `${isGreen(result) ? 'ok  ' : 'RED '} ${row} ${store} seed ${seed}: ${numbers.join(' ')} (${tookMs} ms)`
  const details = [...more, ...broken, ...violations, ...unhandled].map((detail) => `       ${detail}`)
  return [head, ...details].join('\n')
}

export function falsifiedLine({ name, by, result, found }: Falsified): string {
  return `${result === 'caught' ? 'ok  ' : 'RED '} ${result}: ${name} (${by}${found === by || found === '' ? '' : `; found: ${found}`})`
}
