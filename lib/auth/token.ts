// The session token: a next-auth JWT (encrypted) that names a session row and carries nothing else.
import { encode } from 'next-auth/jwt'
import type { SessionClaim } from '../domain/sessions'
import { SERVER_TIMES } from '../shared/server-times'
import { readSealedClaim } from './sealed-claim'

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
  return token === undefined ? undefined : readSealedClaim(secret, NO_SALT, token)
}

/** Next-auth's own for its session cookie. */
const NO_SALT = ''
