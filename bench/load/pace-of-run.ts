// How long and how often a benchmark measures: with care, or only to see that it works.
import type { Store } from './stage'

export type Run = {
  store: Store
  rounds: number
  /** Seconds of one load. */
  seconds: number
  halvings: number
  /** Sizes are divided by it. */
  smaller: number
  say(sentence: string): void
}

export function careful(store: Store, say: Run['say']): Run {
  return { store, rounds: 3, seconds: 2, halvings: 2, smaller: 1, say }
}

export function quick(store: Store, say: Run['say']): Run {
  return { store, rounds: 1, seconds: 1, halvings: 0, smaller: 4, say }
}
