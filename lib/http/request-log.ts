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

/** @param asked what the request is called in the log, and the path it asked for, without the query */
export type RequestLog = (
  request: IncomingMessage,
  response: ServerResponse,
  asked: { requestId: string; path: string },
) => void

export function createRequestLog({ log, trustProxy, tagOf }: Parts): RequestLog {
  return (request, response, { requestId, path }) => {
    const arrivedAt = performance.now()
    // Taken now: the front takes the headers that tell it away, and a closed socket has no address any more.
    const address = addressOf(request, trustProxy)
    const route = routeOf(path)
    response.once('close', () => {
      const { statusCode: status, writableFinished } = response
      const level = status >= 500 ? 'warn' : isRoutine(route) ? 'debug' : 'info'
      if (!log.isLevelEnabled(level)) return
      const ms = Math.round((performance.now() - arrivedAt) * 10) / 10
      const cut = writableFinished ? {} : { isCut: true }
      log[level](
        { requestId, method: request.method, path: route, status, ms, from: tagOf(address), ...cut },
        'request',
      )
    })
  }
}
