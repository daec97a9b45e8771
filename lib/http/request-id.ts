// The name of a request in the log and in its answer, so that the two can be brought together.
import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

export const REQUEST_ID_HEADER = 'x-request-id'

/** UUIDs, hex and base64url: what proxies mint. Anything else could be a sentence. */
const SANE = /^[A-Za-z0-9_-]{8,64}$/

/** A proxy's own id where a proxy is trusted, else a fresh one: a client could fill the log with one name. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>, trustedHops: number): string {
  const given = headers[REQUEST_ID_HEADER]
  return trustedHops > 0 && typeof given === 'string' && SANE.test(given)
    ? given
    : randomBytes(12).toString('base64url')
}
