// Spares the callers of a database that is away the wait for it: after some failures in a row all are refused at once,
// but one a moment, whose luck decides. Libraries for this wrap one call; here failures come from two, connecting and
// the queries of connections held since before.

export type Breaker = {
  /** Whether to try at all. */
  admits(): boolean
  succeeded(): void
  failed(): void
}

/** @param now milliseconds of a clock that never goes back */
export function createBreaker({ failures, restMs, now }: { failures: number; restMs: number; now(): number }): Breaker {
  let inARow = 0
  let restsUntil = 0
  return {
    admits() {
      if (inARow < failures) return true
      if (now() < restsUntil) return false
      // The one who goes ahead; the others wait for what becomes of it, or for the next turn.
      restsUntil = now() + restMs
      return true
    },
    succeeded() {
      inARow = 0
    },
    failed() {
      inARow += 1
      restsUntil = now() + restMs
    },
  }
}
