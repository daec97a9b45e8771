// How long to wait before the next try: longer each time, and never for everybody the same.

/** Milliseconds. */
const FROM = 1_000
const TO = 30_000
/** For who was answered: such a server waits for its database only, which it does not ask for everybody who tries. */
export const ANSWERED = 5_000

export function createBackoff() {
  let most = FROM
  return {
    /** @returns milliseconds: any up to a bound that doubles, to 30 s or to what is given */
    next(atMost = TO): number {
      const delay = Math.random() * Math.min(most, atMost)
      most = Math.min(most * 2, TO)
      return delay
    },
    reset(): void {
      most = FROM
    },
  }
}
