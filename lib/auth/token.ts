// The session token: a next-auth JWT (encrypted) that names a session row and carries nothing else.
import { decode, encode } from 'next-auth/jwt'
import { z } from 'zod'
import type { SessionClaim } from '../domain/sessions'
import { SERVER_TIMES } from '../shared/server-times'

/** What a token or a ticket must hold to name a session. */
export const claimSchema = z.object({ sid: z.string().length(22), ver: z.int() })

/** Seconds. */
export const SESSION_MAX_AGE = SERVER_TIMES.sessionAbsolute / 1_000

/** next-auth reads the cookie under this name; `__Secure-` where the public origin is https. */
export function sessionCookieName(isHttps: boolean): string {
  return `${isHttps ? '__Secure-' : ''}next-auth.session-token`
}

export async function mintToken(secret: string, claim: SessionClaim): Promise<string> {
  return encode({ secret, token: { sid: claim.sid, ver: claim.ver }, maxAge: SESSION_MAX_AGE })
}

/** The claim of a token, or nothing when it was tampered with, is too old or is no token at all. */
export async function readToken(secret: string, token: string | undefined): Promise<SessionClaim | undefined> {
  if (token === undefined || token.length > 2_048) return undefined
  try {
    return claimSchema.safeParse(await decode({ secret, token })).data
  } catch {
    // next-auth throws on whatever it cannot decrypt; to us that is simply no session.
    return undefined
  }
}
