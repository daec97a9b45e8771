// How long to wait before the next try: longer each time, and never for everybody the same.

/** Milliseconds. */
const FROM = 1_000
const TO = 30_000
/** A server that answers has only its database to wait for, which it does not ask for everybody who tries. */
const TO_ANSWERED = 5_000

export function createBackoff() {
  let most = FROM
  return {
    /** @returns milliseconds: any up to a bound that doubles, to 30 s, or to 5 s where the server did answer */
    next(isAnswered = false): number {
      const delay = Math.random() * (isAnswered ? Math.min(most, TO_ANSWERED) : most)
      most = Math.min(most * 2, TO)
      return delay
    },
    reset(): void {
      most = FROM
    },
  }
}
