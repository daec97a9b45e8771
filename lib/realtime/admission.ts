// Admission: a few handshakes are looked up at a time, and the rest wait their turn, so that a thousand who come back at
// once do not stand before those who are here.
import { Refusal } from '../shared/refusal'
import { SERVER_TIMES } from '../shared/server-times'

export type Admission = {
  /**
   * Runs a lookup in its turn.
   * @throws Refusal `rate_limited` with `retryAfterMs` when the turn did not come in time
   */
  admit<T>(lookUp: () => Promise<T>): Promise<T>
}

/** They are looked up together, by few questions to the database, so that commands find a connection free. */
const AT_ONCE = 32

type Parts = { atOnce?: number; waitMs?: number }

export function createAdmission({ atOnce = AT_ONCE, waitMs = SERVER_TIMES.admissionWait }: Parts = {}): Admission {
  /** In order of arrival. */
  const waiting = new Set<() => void>()
  let running = 0

  function takeTurn(): Promise<void> {
    if (running < atOnce) {
      running += 1
      return Promise.resolve()
    }
    return new Promise((admitted, refused) => {
      const call = (): void => {
        clearTimeout(patience)
        admitted()
      }
      const patience = setTimeout(() => {
        waiting.delete(call)
        refused(new Refusal('rate_limited', { retryAfterMs: SERVER_TIMES.admissionRetry }))
      }, waitMs)
      waiting.add(call)
    })
  }

  /** The turn is handed on, so that nobody who comes now gets in between. */
  function pass(): void {
    const [next] = waiting
    if (next === undefined) {
      running -= 1
      return
    }
    waiting.delete(next)
    next()
  }

  return {
    async admit(lookUp) {
      await takeTurn()
      try {
        return await lookUp()
      } finally {
        pass()
      }
    },
  }
}
