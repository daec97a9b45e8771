// What rate-limiter-flexible needs of Redis, answered soon or not at all: nobody's message waits for a count.
import type { LimitStore } from '../domain/rate-limit'
import type { RedisClients } from './redis'

/** A count that takes longer is taken here instead. */
const PATIENCE = 150
/** And so are all that follow, for so long. */
const REST = 1_000

export function createLimitStore({
  redis: { commands, name },
  isAway,
}: {
  redis: Pick<RedisClients, 'commands' | 'name'>
  isAway(): boolean
}): LimitStore {
  let restsUntil = 0

  function soon<T>(answer: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        restsUntil = performance.now() + REST
        reject(new Error('Redis did not answer in time.'))
      }, PATIENCE)
      answer.then(resolve, reject).finally(() => clearTimeout(timer))
    })
  }

  let script = ''
  return {
    prefix: `${name}:limit`,
    client: {
      /** Asked before each count. */
      get status() {
        return isAway() || performance.now() < restsUntil ? 'away' : commands.status
      },
      defineCommand(_: string, { lua }: { lua: string }) {
        script = lua
      },
      rlflxIncr: ([key = '', ...args]: string[]) => soon(commands.eval(script, 1, key, ...args)),
      multi: () => ({
        get: (key: string) => ({ pttl: () => ({ exec: () => soon(commands.multi().get(key).pttl(key).exec()) }) }),
      }),
    },
  }
}
