import { Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { addressOf } from './client-address'

/** The address of a request that came from `peer` with this X-Forwarded-For. */
function seen(peer: string, forwarded: string | undefined, trustedHops: number): string {
  const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: peer })
  return addressOf({ headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }, socket }, trustedHops)
}

const LIAR = '203.0.113.66'

describe('with no proxy in front', () => {
  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['127.0.0.1', '127.0.0.1'],
    ['::1', '::'],
  ])('the address of %s is %s', (peer, address) => {
    expect(seen(peer, undefined, 0)).toBe(address)
  })

  test('whatever the client says about itself is not read', () => {
    for (const said of [LIAR, `${LIAR}, 192.0.2.9`, '::1', '', ',,,', 'unknown']) {
      expect(seen('192.0.2.7', said, 0)).toBe('192.0.2.7')
    }
  })

  test('a household of IPv6 is one address, the next one another', () => {
    const own = seen('2001:db8:1:2:aaaa::1', undefined, 0)
    expect(seen('2001:db8:1:2:ffff:ffff:ffff:ffff', undefined, 0)).toBe(own)
    expect(seen('2001:db8:1:3::1', undefined, 0)).not.toBe(own)
    expect(seen('2001:0db8:0001:0002::5', undefined, 0)).toBe(own)
  })

  test('an address of one link, with its zone, is an address', () => {
    expect(seen('fe80::1%eth0', undefined, 0)).toBe('fe80::')
  })
})

describe('behind proxies', () => {
  test.each([
    [1, '192.0.2.9', '192.0.2.9'],
    [1, `${LIAR}, 192.0.2.9`, '192.0.2.9'],
    [1, `${LIAR},${LIAR},  192.0.2.9  `, '192.0.2.9'],
    [2, `${LIAR}, 192.0.2.9, 10.0.0.1`, '192.0.2.9'],
    [2, `${LIAR}, 2001:db8:1:2::9, 10.0.0.1`, '2001:db8:1:2::'],
    [3, `${LIAR}, 192.0.2.9, 10.0.0.1, 10.0.0.2`, '192.0.2.9'],
    [1, `${LIAR}, ::ffff:192.0.2.9`, '192.0.2.9'],
  ])('%i believed: %s is %s', (hops, forwarded, address) => {
    expect(seen('10.0.0.3', forwarded, hops)).toBe(address)
  })

  test.each([
    [1, undefined],
    [1, ''],
    [2, undefined],
    [2, '192.0.2.9'],
  ])('%i believed, too few named (%s): the connection itself counts', (hops, forwarded) => {
    expect(seen('10.0.0.3', forwarded, hops)).toBe('10.0.0.3')
  })

  test.each(['unknown', '_hidden', 'evil.example', '999.1.1.1', '192.0.2.9 192.0.2.10', '<script>', '%00'])(
    'an entry that is no address (%s) shares one budget with its like',
    (entry) => {
      expect(seen('10.0.0.3', entry, 1)).toBe('unknown')
    },
  )
})
