// `GET /metrics`: for the scraper that holds the token, and as good as absent where no token is set.
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'

type Parts = {
  /** The setting METRICS_TOKEN. */
  token: string | undefined
  write(): Promise<{ contentType: string; text: string }>
}

export function createMetricsDoor({ token, write }: Parts): RequestListener {
  const expected = token === undefined ? undefined : digest(token)
  return (request, response) => {
    if (expected === undefined) return answer(response, 404, 'Not found.\n')
    if (!isEqual(expected, digest(bearerOf(request)))) {
      response.setHeader('WWW-Authenticate', 'Bearer')
      return answer(response, 401, 'Send the token: Authorization: Bearer METRICS_TOKEN.\n')
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return answer(response, 405, 'Only GET.\n')
    write().then(
      ({ contentType, text }) => answer(response, 200, text, contentType),
      () => answer(response, 500, 'The numbers cannot be told.\n'),
    )
  }
}

function bearerOf({ headers }: IncomingMessage): string {
  return /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1] ?? ''
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
/** Digests have one length, so neither the length nor the place of a difference shows in the time this takes. */
const isEqual = (one: Buffer, other: Buffer): boolean => timingSafeEqual(one, other)

function answer(response: ServerResponse, status: number, text: string, type = 'text/plain; charset=utf-8'): void {
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' })
  response.end(text)
}
