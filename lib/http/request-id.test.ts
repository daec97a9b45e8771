import { expect, test } from 'vitest'
import { requestIdOf } from './request-id'

const UUID = '0b0cf4a2-57c4-4d0a-a6b0-0d9b3c2f8a11'
const idOf = (trustedHops: number, asked?: string): string =>
  requestIdOf({ headers: asked === undefined ? {} : { 'x-request-id': asked } }, trustedHops)

test('where no proxy is trusted an id is made here, 96 random bits of it, whatever the client says', () => {
  const ids = Array.from({ length: 100 }, (_, at) => idOf(0, at % 2 === 0 ? UUID : undefined))
  for (const id of ids) expect(id).toMatch(/^[\w-]{16}$/)
  expect(new Set(ids).size).toBe(100)
})

test("behind a trusted proxy the id is the proxy's own where it can be one", () => {
  for (const id of [UUID, 'f'.repeat(32), 'A_b-0123', 'x'.repeat(64)]) expect(idOf(1, id)).toBe(id)
  for (const id of [
    'short',
    'a b c d e f g h',
    'x'.repeat(65),
    '"quoted-id"',
    'a=b;c=d;e=f',
    'Zürich-Zürich',
    '',
    undefined,
  ])
    expect(idOf(2, id)).toMatch(/^[\w-]{16}$/)
})
