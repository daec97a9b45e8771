// How long and how often a benchmark measures: with care, or only to see that it works.
import type { Store } from './stage'

export type Run = {
  store: Store
  rounds: number
  /** Seconds of one load. */
  seconds: number
  /** Seconds of a load that is not measured, before the first that is. */
  warmSeconds: number
  /** How often the one and the other server are loaded in turn, within a round. */
  turns: number
  halvings: number
  /** Sizes are divided by it. */
  smaller: number
  say(sentence: string): void
}

export function careful(store: Store, say: Run['say']): Run {
  return { store, rounds: 3, seconds: 2, warmSeconds: 6, turns: 4, halvings: 2, smaller: 1, say }
}

export function quick(store: Store, say: Run['say']): Run {
  return { store, rounds: 1, seconds: 1, warmSeconds: 1, turns: 1, halvings: 0, smaller: 4, say }
}
