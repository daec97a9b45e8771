import { encode } from 'next-auth/jwt'
import { expect, test } from 'vitest'
import { createId } from '../shared/ids'
import { mintToken, readToken, SESSION_MAX_AGE, sessionCookieName } from './token'

const SECRET = 'a secret of more than thirty-two characters'
const claim = { sid: createId<string>(), ver: 1 }

test('a token gives back the session it names and nothing else', async () => {
  const token = await mintToken(SECRET, claim)
  expect(await readToken(SECRET, token)).toEqual(claim)
  // Encrypted, with a nonce: neither readable nor the same twice.
  expect(Buffer.from(token.split('.').join(''), 'base64url').toString('latin1')).not.toContain(claim.sid)
  expect(await mintToken(SECRET, claim)).not.toBe(token)
})

test('a token of another secret, expired, or of other contents names no session', async () => {
  const contents: Record<string, unknown>[] = [
    {},
    { sid: claim.sid },
    { ver: 1 },
    { ...claim, sid: `${claim.sid}x` },
    { ...claim, sid: 22 },
    { ...claim, ver: '1' },
    { ...claim, ver: 1.5 },
    { sub: claim.sid, name: 'Ada' },
  ]
  for (const token of contents) {
    expect(await readToken(SECRET, await encode({ secret: SECRET, token })), JSON.stringify(token)).toBeUndefined()
  }
  expect(await readToken(SECRET, await encode({ secret: SECRET, token: { ...claim }, maxAge: -60 }))).toBeUndefined()
  expect(await readToken(SECRET, await mintToken(`${SECRET}!`, claim))).toBeUndefined()
})

test('what is no token names no session and breaks nothing', async () => {
  const own = await mintToken(SECRET, claim)
  const none = 'eyJhbGciOiJub25lIn0.e30.'
  for (const token of [
    undefined,
    '',
    ' ',
    '.',
    '....',
    'a.b.c.d.e',
    none,
    '%E0%A4%A',
    '__proto__',
    'é',
    own.repeat(9),
  ]) {
    expect(await readToken(SECRET, token), token).toBeUndefined()
  }
})

test('a token outlives no session: ninety days', () => {
  expect(SESSION_MAX_AGE).toBe(90 * 24 * 3_600)
})

test('the cookie is next-auth’s own, bound to https where the public origin is https', () => {
  expect(sessionCookieName(false)).toBe('next-auth.session-token')
  expect(sessionCookieName(true)).toBe('__Secure-next-auth.session-token')
})
