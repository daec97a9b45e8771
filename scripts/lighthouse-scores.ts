// What is asked of a page that Lighthouse looks at, and what is said about what it found.

/** Of 100. `fails` is lower than `target` where a score is a time, which depends on what else the machine does. */
export type Bound = { target: number; fails: number }

export type Verdict = 'within' | 'below, tolerated on a busy machine' | 'BELOW'

/** The middle one: a single slow run is the machine's. @throws Error when nothing was measured */
export function median(values: readonly number[]): number {
  const middle = values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)]
  if (middle === undefined) throw new Error('There is no median of nothing.')
  return middle
}

export function judge(score: number, { target, fails }: Bound): Verdict {
  if (score >= target) return 'within'
  return score >= fails ? 'below, tolerated on a busy machine' : 'BELOW'
}
