import { encode } from 'next-auth/jwt'
import { expect, test } from 'vitest'
import { createId } from '../shared/ids'
import { mintTicket, readTicket } from './ticket'
import { mintToken, readToken } from './token'

const SECRET = 'a secret of more than thirty-two characters'
const SALT = 'parley.ticket'
const claim = { sid: createId<string>(), ver: 1 }

test('a ticket gives back the session it names, and says that it is good for a minute', async () => {
  const { ticket, expiresAt } = await mintTicket(SECRET, claim, 1_000)
  expect(await readTicket(SECRET, ticket)).toEqual(claim)
  expect(expiresAt).toBe(61_000)
  const [head = ''] = ticket.split('.')
  expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toEqual({ alg: 'dir', enc: 'A256GCM' })
})

test('a ticket is no session cookie, and a session cookie is no ticket', async () => {
  const { ticket } = await mintTicket(SECRET, claim, Date.now())
  expect(await readToken(SECRET, ticket)).toBeUndefined()
  expect(await readTicket(SECRET, await mintToken(SECRET, claim))).toBeUndefined()
})

test('a ticket that has expired, of another secret, or of other contents names no session', async () => {
  const seal = (token: Record<string, unknown>, maxAge = 60, secret = SECRET) =>
    encode({ secret, salt: SALT, token, maxAge })
  expect(await readTicket(SECRET, await seal({ ...claim }))).toEqual(claim)
  expect(await readTicket(SECRET, await seal({ ...claim }, -16))).toBeUndefined()
  expect(await readTicket(SECRET, await seal({ ...claim }, 60, `${SECRET}x`))).toBeUndefined()
  for (const token of [{}, { sid: claim.sid }, { ...claim, sid: 'x' }, { ...claim, ver: '1' }]) {
    expect(await readTicket(SECRET, await seal(token)), JSON.stringify(token)).toBeUndefined()
  }
})

test('what is no ticket names no session and breaks nothing', async () => {
  const { ticket } = await mintTicket(SECRET, claim, Date.now())
  const parts = ticket.split('.')
  const changed = [0, 2, 3, 4].map((at) =>
    parts.with(at, `${parts[at]?.startsWith('A') ? 'B' : 'A'}${parts[at]?.slice(1)}`).join('.'),
  )
  for (const wrong of ['', '.', '....', 'eyJhbGciOiJub25lIn0.e30.', '__proto__', ticket.repeat(20), ...changed]) {
    expect(await readTicket(SECRET, wrong), wrong).toBeUndefined()
  }
})
