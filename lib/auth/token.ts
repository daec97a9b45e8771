// The session token: a next-auth JWT (encrypted) that names a session row and carries nothing else.
import { hkdfSync } from 'node:crypto'
import { jwtDecrypt } from 'jose'
import { encode } from 'next-auth/jwt'
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
    const { payload } = await jwtDecrypt(token, keyOf(secret), ALGORITHMS)
    return claimSchema.safeParse(payload).data
  } catch {
    // jose throws on whatever it cannot decrypt; to us that is simply no session.
    return undefined
  }
}

/** What next-auth encrypts with; nothing else is tried, whatever a token says of itself. */
const ALGORITHMS = {
  keyManagementAlgorithms: ['dir'],
  contentEncryptionAlgorithms: ['A256GCM'],
  clockTolerance: 15,
}

/** Next-auth's derivation (RFC 5869), by its own words. */
const DERIVED_FOR = 'NextAuth.js Generated Encryption Key'
const KEY_BYTES = 32
const keys = new Map<string, Uint8Array>()

/** Derived once for each secret: next-auth does it for every token, which takes longer than decrypting one. */
function keyOf(secret: string): Uint8Array {
  const known = keys.get(secret)
  if (known) return known
  const key = new Uint8Array(hkdfSync('sha256', secret, '', DERIVED_FOR, KEY_BYTES))
  keys.set(secret, key)
  return key
}
