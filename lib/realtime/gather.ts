// Asks together what is asked at the same moment: a thousand who come back at once are a few questions to the database
// and not a thousand.
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises'
import { SERVER_TIMES } from '../shared/server-times'

type Waiting<K, V> = { key: K; resolve(value: V): void; reject(error: unknown): void }

/** More keys than this are asked about in two questions. */
const MOST = 64

/**
 * Gathers keys until the next turn of the event loop, and while an earlier question is not answered; in a crowd also for
 * some milliseconds after one was begun. Who comes alone waits for nothing.
 * @param ask answers each key, in their order; what it throws, everybody who waits for it gets
 */
export function createGather<K, V>(ask: (keys: readonly K[]) => Promise<readonly V[]>): (key: K) => Promise<V> {
  let waiting: Waiting<K, V>[] = []
  let isAsking = false
  /** When the last question was begun, monotonic milliseconds, as all times here. */
  let askedAt = Number.NEGATIVE_INFINITY
  const crowd = createCrowdSense()

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      await nextTurn()
      const pause = crowd.isHere() ? askedAt + SERVER_TIMES.lookupsApart - performance.now() : 0
      if (pause >= 1 && waiting.length < MOST) await delay(pause)
      askedAt = performance.now()
      const batch = waiting.slice(0, MOST)
      crowd.came(batch.length)
      waiting = waiting.slice(MOST)
      try {
        const answers = await ask(batch.map(({ key }) => key))
        if (answers.length !== batch.length) throw new Error('A question was answered in part.')
        const unanswered = batch.values()
        for (const value of answers) unanswered.next().value?.resolve(value)
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    isAsking = false
  }

  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject })
      if (isAsking) return
      isAsking = true
      void run()
    })
}

/** So many within so many milliseconds are a crowd, and for so long after. */
const CROWD = { keys: 20, withinMs: 100, lastsMs: 500 }

function createCrowdSense() {
  let since = Number.NEGATIVE_INFINITY
  let keys = 0
  let until = Number.NEGATIVE_INFINITY
  return {
    isHere: () => performance.now() < until,
    came(count: number): void {
      const now = performance.now()
      if (now - since > CROWD.withinMs) {
        since = now
        keys = 0
      }
      keys += count
      if (keys >= CROWD.keys) until = now + CROWD.lastsMs
    },
  }
}
