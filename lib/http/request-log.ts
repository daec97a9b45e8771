// One line for each request, when its answer is over.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Log } from '../log'
import { addressOf } from './client-address'
import { isRoutine, routeOf } from './route-of'

type Parts = {
  log: Log
  trustProxy: number
  /** Stands for an address in the log. */
  tagOf(address: string): string
}

export type RequestLog = (request: IncomingMessage, response: ServerResponse, requestId: string) => void

export function createRequestLog({ log, trustProxy, tagOf }: Parts): RequestLog {
  return (request, response, requestId) => {
    const arrivedAt = performance.now()
    // Taken now: the front takes the headers that tell it away, and a closed socket has no address any more.
    const address = addressOf(request, trustProxy)
    const path = routeOf((request.url ?? '').split('?', 1)[0] ?? '')
    response.once('close', () => {
      const { statusCode: status, writableFinished } = response
      const level = status >= 500 ? 'warn' : isRoutine(path) ? 'debug' : 'info'
      if (!log.isLevelEnabled(level)) return
      const ms = Math.round((performance.now() - arrivedAt) * 10) / 10
      const cut = writableFinished ? {} : { isCut: true }
      log[level]({ requestId, method: request.method, path, status, ms, from: tagOf(address), ...cut }, 'request')
    })
  }
}
