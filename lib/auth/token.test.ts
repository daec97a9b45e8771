import { hkdfSync } from 'node:crypto'
import { EncryptJWT } from 'jose'
import { decode, encode } from 'next-auth/jwt'
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

test('next-auth reads our tokens and we read its, by whichever secret is asked for', async () => {
  const others = `${SECRET} of another server`
  for (const secret of [SECRET, others, SECRET]) {
    expect(await decode({ secret, token: await mintToken(secret, claim) })).toMatchObject(claim)
    expect(await readToken(secret, await encode({ secret, token: { ...claim } }))).toEqual(claim)
  }
  expect(await readToken(others, await mintToken(SECRET, claim))).toBeUndefined()
})

test('a token that was encrypted in another way than next-auth does names no session', async () => {
  const key = new Uint8Array(hkdfSync('sha256', SECRET, '', 'NextAuth.js Generated Encryption Key', 32))
  const sealed = (alg: string, enc: string, by: Uint8Array) =>
    new EncryptJWT({ ...claim }).setProtectedHeader({ alg, enc }).setExpirationTime('1h').encrypt(by)
  expect(await readToken(SECRET, await sealed('dir', 'A256GCM', key))).toEqual(claim)
  expect(await readToken(SECRET, await sealed('dir', 'A128CBC-HS256', key))).toBeUndefined()
  expect(await readToken(SECRET, await sealed('A256KW', 'A256GCM', key))).toBeUndefined()
})

test('a token outlives no session: ninety days', () => {
  expect(SESSION_MAX_AGE).toBe(90 * 24 * 3_600)
})

test('the cookie is next-auth’s own, bound to https where the public origin is https', () => {
  expect(sessionCookieName(false)).toBe('next-auth.session-token')
  expect(sessionCookieName(true)).toBe('__Secure-next-auth.session-token')
})
