// Headers for pages that are served without our front: the content security policy with its nonce, and what goes with it.
// It decides nothing about who may see what: such checks in this place have been slipped past again and again.
import { type NextRequest, NextResponse } from 'next/server'
import { parseSettings } from '#lib/env'
import { POLICY_HEADER, securityHeaders } from '#lib/http/security-headers'

export const config = {
  matcher: [
    {
      source: '/((?!_next/static/).*)',
      // The front of server.ts has done it all, and says so by this header. A browser cannot be made to send it.
      missing: [{ type: 'header', key: 'content-security-policy' }],
    },
  ],
}

export function proxy(request: NextRequest): NextResponse {
  const parsed = parseSettings(process.env)
  if (!parsed.ok) return new NextResponse('Not configured.\n', { status: 503 })
  const { policy, headers } = securityHeaders(request.headers.get('host') ?? undefined, parsed.settings)
  const admitted = new Headers(request.headers)
  admitted.set(POLICY_HEADER, policy)
  const response = NextResponse.next({ request: { headers: admitted } })
  for (const [name, value] of headers) response.headers.set(name, value)
  return response
}
