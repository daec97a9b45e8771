// Lets a page say "not found" and still be a page. Next's own notFound() sends an empty body that only a script fills,
// so a person without JavaScript would see nothing.
import { AsyncLocalStorage } from 'node:async_hooks'
import type { ServerResponse } from 'node:http'
import { REQUEST_ID_HEADER } from './request-id'

export type Answering = {
  /** Runs what answers a request. */
  run(response: ServerResponse, answer: () => void): void
  /** Sets the status of the answer that is being made. */
  status(code: number): void
  /** What the log tells of the request that is being answered: its id; nothing outside of one. */
  context(): { requestId?: string }
}

export function createAnswering(): Answering {
  const current = new AsyncLocalStorage<ServerResponse>()
  return {
    run: (response, answer) => current.run(response, answer),
    status(code) {
      const response = current.getStore()
      if (response && !response.headersSent) response.statusCode = code
    },
    context() {
      const requestId = current.getStore()?.getHeader(REQUEST_ID_HEADER)
      return typeof requestId === 'string' ? { requestId } : {}
    },
  }
}
