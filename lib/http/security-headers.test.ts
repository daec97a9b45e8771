import { describe, expect, test } from 'vitest'
import { securityHeaders } from './security-headers'

const PLACE = { isDev: false, appUrl: 'https://chat.example', realtimeUrl: undefined }
const connectSrc = (policy: string): string => /connect-src ([^;]+)/.exec(policy)?.[1] ?? ''

describe('where a page may connect to', () => {
  test('is its own origin and nothing else', () => {
    expect(connectSrc(securityHeaders('chat.example', PLACE).policy)).toBe("'self'")
  })

  test.each([
    ['https://live.example', 'wss://live.example'],
    ['https://live.example:8443', 'wss://live.example:8443'],
    ['http://127.0.0.1:3001', 'ws://127.0.0.1:3001'],
  ])('is also the sockets at %s, by their exact origin', (realtimeUrl, socket) => {
    expect(connectSrc(securityHeaders('chat.example', { ...PLACE, realtimeUrl }).policy)).toBe(`'self' ${socket}`)
  })
})

test('the policy of the header is the one that Next is given, and no two answers share it', () => {
  const [one, other] = [securityHeaders('chat.example', PLACE), securityHeaders('chat.example', PLACE)]
  expect(Object.fromEntries(one.headers)['Content-Security-Policy']).toBe(one.policy)
  expect(one.policy).not.toBe(other.policy)
})

test('what only https or loopback can keep is promised there only', () => {
  const names = (host: string, appUrl: string | undefined) =>
    securityHeaders(host, { ...PLACE, appUrl }).headers.map(([name]) => name)
  expect(names('chat.example', PLACE.appUrl)).toEqual(
    expect.arrayContaining(['Strict-Transport-Security', 'Cross-Origin-Opener-Policy']),
  )
  expect(names('localhost:3000', undefined)).toContain('Cross-Origin-Opener-Policy')
  expect(names('localhost:3000', undefined)).not.toContain('Strict-Transport-Security')
  expect(names('192.0.2.4:3000', undefined)).not.toContain('Cross-Origin-Opener-Policy')
})
