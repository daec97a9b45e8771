// How long to wait before the next try: longer each time, and never for everybody the same.

/** Milliseconds. */
const FROM = 1_000
const TO = 30_000

export function createBackoff() {
  let most = FROM
  return {
    next(): number {
      const delay = Math.random() * most
      most = Math.min(most * 2, TO)
      return delay
    },
    reset(): void {
      most = FROM
    },
  }
}
