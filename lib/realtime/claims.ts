// Session tokens read before: who comes back after a storm brings the same one, and reading it costs more than all else
// that opening a connection does. What a token claims never changes; whether it still opens anything, the session's row
// says each time, and for no longer than the token lives.
import { readToken } from '../auth/token'
import type { SessionClaim } from '../domain/sessions'

/** About two megabytes. */
const KEPT = 5_000

export type Claims = { read(token: string | undefined): Promise<SessionClaim | undefined> }

export function createClaims(secret: string, kept: number = KEPT): Claims {
  const known = new Map<string, SessionClaim>()
  return {
    async read(token) {
      const before = token === undefined ? undefined : known.get(token)
      if (before) return before
      const claim = await readToken(secret, token)
      if (!claim || token === undefined) return undefined
      known.set(token, claim)
      const [oldest] = known.keys()
      if (known.size > kept && oldest !== undefined) known.delete(oldest)
      return claim
    },
  }
}
