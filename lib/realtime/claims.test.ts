import { expect, test } from 'vitest'
import { mintToken } from '../auth/token'
import { createId } from '../shared/ids'
import { createClaims } from './claims'

const SECRET = 'a secret that is long enough for a test'
const claim = () => ({ sid: createId<string>(), ver: 1 })

test('a token says the same each time it is shown', async () => {
  const claims = createClaims(SECRET)
  const own = claim()
  const token = await mintToken(SECRET, own)
  expect([await claims.read(token), await claims.read(token)]).toEqual([own, own])
})

test('what is no token of this server is none, however often it is shown', async () => {
  const claims = createClaims(SECRET)
  const foreign = await mintToken(`${SECRET}, but another`, claim())
  for (const token of [undefined, '', 'nonsense', foreign, foreign]) expect(await claims.read(token)).toBeUndefined()
})

test('more tokens than are kept are read anew, and say the same', async () => {
  const claims = createClaims(SECRET, 2)
  const shown = await Promise.all(
    [claim(), claim(), claim()].map(async (own) => ({ own, token: await mintToken(SECRET, own) })),
  )
  for (const { own, token } of [...shown, ...shown]) expect(await claims.read(token)).toEqual(own)
})
