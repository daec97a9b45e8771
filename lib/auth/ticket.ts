// The ticket: names a session for a minute, for a handshake that cannot carry the session cookie.
import { encode } from 'next-auth/jwt'
import type { SessionClaim } from '../domain/sessions'
import { SERVER_TIMES } from '../shared/server-times'
import { readSealedClaim } from './sealed-claim'

/** Another key than the session cookie's is derived from it, so that neither passes for the other. */
const SALT = 'parley.ticket'

/** @returns the ticket, and until when it is good: milliseconds */
export async function mintTicket(
  secret: string,
  claim: SessionClaim,
  now: number,
): Promise<{ ticket: string; expiresAt: number }> {
  const token = { sid: claim.sid, ver: claim.ver }
  const ticket = await encode({ secret, salt: SALT, token, maxAge: SERVER_TIMES.ticket / 1_000 })
  return { ticket, expiresAt: now + SERVER_TIMES.ticket }
}

/** The claim of a ticket, or nothing when it was tampered with, is too old or is no ticket. */
export async function readTicket(secret: string, ticket: string): Promise<SessionClaim | undefined> {
  return readSealedClaim(secret, SALT, ticket)
}
