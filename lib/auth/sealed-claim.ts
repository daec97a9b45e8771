// Reading what next-auth encrypted: the session's token, and the ticket that stands for it.
import { hkdfSync } from 'node:crypto'
import { jwtDecrypt } from 'jose'
import { z } from 'zod'
import type { SessionClaim } from '../domain/sessions'

const claimSchema = z.object({ sid: z.string().length(22), ver: z.int() })
const LONGEST = 2_048

/** What next-auth encrypts with; nothing else is tried, whatever a text says of itself. */
const READING = {
  keyManagementAlgorithms: ['dir'],
  contentEncryptionAlgorithms: ['A256GCM'],
  /** Seconds that the clocks of two machines may differ by, as next-auth has it. */
  clockTolerance: 15,
}

/**
 * The claim that was encrypted under the secret and the salt, or nothing when it was tampered with, is too old or is
 * none at all. Whether the session still lives, its row says.
 */
export async function readSealedClaim(secret: string, salt: string, text: string): Promise<SessionClaim | undefined> {
  if (text.length > LONGEST) return undefined
  try {
    const { payload } = await jwtDecrypt(text, keyFor(secret, salt), READING)
    return claimSchema.safeParse(payload).data
  } catch {
    // jose throws on whatever it cannot decrypt; to us that is simply no session.
    return undefined
  }
}

/** Next-auth's derivation (RFC 5869), by its own words. */
const DERIVED_FOR = 'NextAuth.js Generated Encryption Key'
const KEY_BYTES = 32
const keys = new Map<string, Uint8Array>()

/** Derived once for each secret and salt: next-auth does it for every text, which takes longer than decrypting one. */
function keyFor(secret: string, salt: string): Uint8Array {
  const name = `${salt}\n${secret}`
  const known = keys.get(name)
  if (known) return known
  const purpose = salt === '' ? DERIVED_FOR : `${DERIVED_FOR} (${salt})`
  const key = new Uint8Array(hkdfSync('sha256', secret, salt, purpose, KEY_BYTES))
  keys.set(name, key)
  return key
}
