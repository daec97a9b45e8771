// The ticket: names a session for a minute, for a handshake that cannot carry the session cookie.
import { decode, encode } from 'next-auth/jwt'
import type { SessionClaim } from '../domain/sessions'
import { SERVER_TIMES } from '../shared/server-times'
import { claimSchema } from './token'

/** Another key than the session cookie's is derived from it, so that neither passes for the other. */
const SALT = 'parley.ticket'
const LONGEST = 2_048

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

/**
 * The claim of a ticket, or nothing when it was tampered with, is too old or is no ticket. Clocks of two machines may
 * differ by 15 seconds, which next-auth allows. Whether the session still lives, its row says.
 */
export async function readTicket(secret: string, ticket: string): Promise<SessionClaim | undefined> {
  if (ticket.length > LONGEST) return undefined
  try {
    return claimSchema.safeParse(await decode({ secret, salt: SALT, token: ticket })).data
  } catch {
    // As with the session's token: what cannot be decrypted names no session.
    return undefined
  }
}
