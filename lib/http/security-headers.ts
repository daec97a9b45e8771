// The headers that every response carries.
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** `strict-dynamic` lets Next's own loader add its chunks; development evaluates code to show readable traces. */
export function contentSecurityPolicy(nonce: string, isDev: boolean): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' 'nonce-${nonce}'${isDev ? " 'unsafe-inline'" : ''}`,
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "media-src 'self' blob:",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ')
}

/** Sets the headers, and gives Next the policy to take its nonce from. */
export function secure(
  request: IncomingMessage,
  response: ServerResponse,
  { isDev, isHttps }: { isDev: boolean; isHttps: boolean },
): void {
  const policy = contentSecurityPolicy(randomBytes(16).toString('base64'), isDev)
  request.headers['content-security-policy'] = policy
  response.setHeader('Content-Security-Policy', policy)
  response.setHeader('X-Content-Type-Options', 'nosniff')
  // `no-referrer` would make a plain form POST say `Origin: null`, and joining without JavaScript would be refused.
  response.setHeader('Referrer-Policy', 'same-origin')
  // On a plain-http LAN address browsers ignore it, and complain on every page.
  if (isHttps || isLoopback(request.headers.host)) response.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin')
  response.setHeader('Permissions-Policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()')
  response.setHeader('X-Frame-Options', 'DENY')
  if (isHttps) response.setHeader('Strict-Transport-Security', 'max-age=31536000')
}

function isLoopback(host: string | undefined): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host ?? '')
}
