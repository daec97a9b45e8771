// A ticket for the socket, for pages whose sockets are elsewhere and for programs that hold a session.
import { createTicket } from '#lib/auth/session'
import { createOriginRule } from '#lib/http/origin-rule'
import { services } from '#lib/services'
import { isRefusal, type RefusalCode } from '#lib/shared/refusal'

const STATUS: Partial<Record<RefusalCode, number>> = { unauthenticated: 401, forbidden: 403, rate_limited: 429 }

/**
 * Answers `{ ticket, expiresAt }`, else `{ code }`: `forbidden` (403) for another page than this server's,
 * `unauthenticated` (401), `rate_limited` (429).
 */
export async function POST({ headers }: Request): Promise<Response> {
  const { settings, log } = services()
  const rule = createOriginRule(settings.appUrl)
  if (!rule.isOwnOrigin(headers.get('origin') ?? undefined, headers.get('host') ?? undefined))
    return refuse('forbidden')
  try {
    return Response.json(await createTicket(), { headers: NOT_KEPT })
  } catch (error) {
    if (isRefusal(error)) return refuse(error.code)
    log.error({ err: error }, 'no ticket could be made')
    return refuse('internal')
  }
}

const NOT_KEPT = { 'Cache-Control': 'no-store' }

function refuse(code: RefusalCode): Response {
  return Response.json({ code }, { status: STATUS[code] ?? 500, headers: NOT_KEPT })
}
