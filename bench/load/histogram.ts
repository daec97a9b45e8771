// How long things took: counts in buckets of 50 µs, so that millions of deliveries cost nothing to keep or to add up.

const BUCKET_MS = 0.05
const BUCKETS = 100_000

export type Histogram = { counts: Uint32Array; total: number }

export function createHistogram(): Histogram {
  return { counts: new Uint32Array(BUCKETS), total: 0 }
}

/** Notes a duration, `times` times; what is longer than five seconds counts as five. */
export function note(histogram: Histogram, milliseconds: number, times = 1): void {
  const at = Math.min(BUCKETS - 1, Math.max(0, Math.floor(milliseconds / BUCKET_MS)))
  histogram.counts[at] = (histogram.counts[at] ?? 0) + times
  histogram.total += times
}

export function addTo(sum: Histogram, other: Histogram): void {
  for (let at = 0; at < BUCKETS; at++) sum.counts[at] = (sum.counts[at] ?? 0) + (other.counts[at] ?? 0)
  sum.total += other.total
}

/**
 * The duration that the share of all did not exceed, in milliseconds, never less than it was.
 * @param missing what was waited for and never came: it took longer than anything that did
 */
export function quantile({ counts, total }: Histogram, share: number, missing = 0): number {
  const wanted = Math.ceil((total + missing) * share)
  if (wanted === 0) return Number.NaN
  let seen = 0
  for (let at = 0; at < BUCKETS; at++) {
    seen += counts[at] ?? 0
    if (seen >= wanted) return (at + 1) * BUCKET_MS
  }
  return Number.POSITIVE_INFINITY
}

/** The middle one; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length / 2
  const upper = sorted[Math.floor(half)] ?? Number.NaN
  return Number.isInteger(half) ? (upper + (sorted[half - 1] ?? Number.NaN)) / 2 : upper
}
