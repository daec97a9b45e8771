// Asks together what is asked at the same moment: a thousand who come back at once are a few questions to the database
// and not a thousand.
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises'
import { SERVER_TIMES } from '../shared/server-times'

type Waiting<K, V> = { key: K; resolve(value: V): void; reject(error: unknown): void }

/** More keys than this are asked about in two questions. */
const MOST = 64

/**
 * Gathers keys until the next turn of the event loop, and while an earlier question is not answered; in a crowd also for
 * some milliseconds after one was begun that several shared. Who comes alone waits for nothing.
 * @param ask answers each key, in their order; what it throws, everybody who waits for it gets
 */
export function createGather<K, V>(ask: (keys: readonly K[]) => Promise<readonly V[]>): (key: K) => Promise<V> {
  let waiting: Waiting<K, V>[] = []
  let isAsking = false
  /** When the last question that several shared was begun, monotonic milliseconds. */
  let sharedAt = Number.NEGATIVE_INFINITY

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      await nextTurn()
      const pause = sharedAt + SERVER_TIMES.lookupsApart - performance.now()
      if (pause >= 1 && waiting.length < MOST) await delay(pause)
      const batch = waiting.slice(0, MOST)
      if (batch.length > 1) sharedAt = performance.now()
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
