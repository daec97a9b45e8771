// The headers that every response carries.
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Settings } from '../env'

type Policy = Pick<Settings, 'isDev' | 'realtimeUrl'>
type Place = Policy & Pick<Settings, 'appUrl'>

/** Next takes the nonce from the request's header of this name, so it goes both ways. */
export const POLICY_HEADER = 'content-security-policy'

/** `strict-dynamic` lets Next's own loader add its chunks; development evaluates code to show readable traces. */
export function contentSecurityPolicy(nonce: string, { isDev, realtimeUrl }: Policy): string {
  const sockets = realtimeUrl === undefined ? '' : ` ${realtimeUrl.replace(/^http/, 'ws')}`
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' 'nonce-${nonce}'${isDev ? " 'unsafe-inline'" : ''}`,
    "img-src 'self' blob: data:",
    "font-src 'self'",
    `connect-src 'self'${sockets}`,
    "media-src 'self' blob:",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ')
}

/** A fresh policy and all that goes with it. `host` is the one that was asked. */
export function securityHeaders(
  host: string | undefined,
  place: Place,
): { policy: string; headers: [string, string][] } {
  const isHttps = place.appUrl?.startsWith('https:') === true
  const policy = contentSecurityPolicy(randomBytes(16).toString('base64'), place)
  return {
    policy,
    headers: [
      ['Content-Security-Policy', policy],
      ['X-Content-Type-Options', 'nosniff'],
      // `no-referrer` would make a plain form POST say `Origin: null`, and joining without JavaScript would be refused.
      ['Referrer-Policy', 'same-origin'],
      // On a plain-http LAN address browsers ignore it, and complain on every page.
      ...only(isHttps || isLoopback(host), ['Cross-Origin-Opener-Policy', 'same-origin']),
      ['Cross-Origin-Resource-Policy', 'same-origin'],
      ['Permissions-Policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()'],
      ['X-Frame-Options', 'DENY'],
      ...only(isHttps, ['Strict-Transport-Security', 'max-age=31536000']),
    ],
  }
}

/** Sets the headers, and gives Next the policy to take its nonce from. */
export function secure(request: IncomingMessage, response: ServerResponse, place: Place): void {
  const { policy, headers } = securityHeaders(request.headers.host, place)
  request.headers[POLICY_HEADER] = policy
  for (const [name, value] of headers) response.setHeader(name, value)
}

function only(isMeant: boolean, header: [string, string]): [string, string][] {
  return isMeant ? [header] : []
}

function isLoopback(host: string | undefined): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host ?? '')
}
