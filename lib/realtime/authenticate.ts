// Who may open a connection: a page of this server, with a session, speaking this protocol, not too often. Or whoever
// shows a ticket: a page that is served elsewhere, or a program.
import type { IncomingMessage } from 'node:http'
import { parseCookie } from 'cookie'
import { z } from 'zod'
import { readTicket } from '../auth/ticket'
import { sessionCookieName } from '../auth/token'
import type { SessionClaim } from '../domain/sessions'
import { addressOf } from '../http/client-address'
import type { OriginRule } from '../http/origin-rule'
import type { Services } from '../services'
import { createId } from '../shared/ids'
import { PROTOCOL_VERSION } from '../shared/protocol'
import { isRefusal, Refusal } from '../shared/refusal'
import { createAdmission } from './admission'
import { userChannel } from './channels'
import { type Claims, createClaims } from './claims'
import type { Context } from './context'
import type { OpenAddresses } from './open-addresses'
import type { ParleySocket } from './sockets'

const text = z.string().optional().catch('')
const handshakeSchema = z.object({ v: z.int(), as: text, ticket: text })

type AllowRequest = (
  request: IncomingMessage,
  answer: (error: string | null | undefined, isAllowed: boolean) => void,
) => void

/**
 * Socket.IO does not look at Origin at all, so a foreign page could open a socket with a member's cookie. Programs send
 * no Origin, and their ticket comes only after the upgrade: they pass here, and need one there.
 */
export function allowRequest(
  rule: OriginRule,
  { settings, log, metrics }: Services,
  addresses: OpenAddresses,
): AllowRequest {
  return (request, answer) => {
    const { origin, host } = request.headers
    const isFromHere = origin === undefined || rule.isOwnOrigin(origin, host) || rule.isInvitedOrigin(origin)
    if (!rule.isOwnHost(host) || !isFromHere) {
      metrics.handshake('foreign_origin')
      log.warn({ origin, host, advice: rule.advice }, 'connection from a foreign origin refused')
      return answer(rule.advice, false)
    }
    if (addresses.count(addressOf(request, settings.trustProxy)) >= settings.limits.socketsPerAddress) {
      metrics.handshake('address_full')
      return answer('Too many connections from this address.', false)
    }
    answer(null, true)
  }
}

/** Fills `socket.data`, or refuses with `connect_error` and the refusal as `data`. */
export function authenticate(context: Context, rule: OriginRule, isDraining: () => boolean) {
  const { services } = context
  const admission = createAdmission()
  const claims = createClaims(services.authSecret)
  return async (socket: ParleySocket, next: (error?: Error) => void): Promise<void> => {
    try {
      if (isDraining()) throw new Refusal('draining')
      socket.data = await admission.admit(() => identify(context, claims, rule, socket))
      services.metrics.handshake('ok')
      next()
    } catch (error) {
      if (!isRefusal(error)) services.log.error({ err: error }, 'handshake failed')
      const { code, detail } = isRefusal(error) ? error : new Refusal('internal')
      services.metrics.handshake(code)
      services.log.debug(
        { code, from: services.tagOf(addressOf(socket.request, services.settings.trustProxy)) },
        'connection refused',
      )
      next(Object.assign(new Error(code), { data: { code, ...detail } }))
    }
  }
}

async function identify(
  { services, io, lines, lookups, notes }: Context,
  claims: Claims,
  rule: OriginRule,
  socket: ParleySocket,
): Promise<ParleySocket['data']> {
  // Gone while it waited for its turn: nobody to look up for.
  if (socket.conn.readyState !== 'open') throw new Refusal('closed')
  const { settings } = services
  const shown = handshakeSchema.safeParse(socket.handshake.auth).data
  if (shown?.v !== PROTOCOL_VERSION) throw new Refusal('outdated')
  const claim = await findClaim(services, claims, rule, socket, shown.ticket)
  const viewer = claim && (await lookups.viewer(claim))
  // A page that stands open while somebody else comes in, in another tab, must not write as that one.
  if (!viewer || viewer.userId !== (shown.as ?? viewer.userId)) throw new Refusal('unauthenticated')
  notes.connected(viewer)
  // Counted and joined in one turn, or tabs that open together would all find room.
  const open = io.of('/').adapter.rooms.get(userChannel(viewer.userId))?.size ?? 0
  if (open >= settings.limits.socketsPerPerson) throw new Refusal('full')
  void socket.join(userChannel(viewer.userId))
  const address = addressOf(socket.request, settings.trustProxy)
  return {
    viewer,
    connectionId: createId(),
    line: lines.open(socket.conn),
    address,
    isVisible: true,
    watched: new Set(),
    hearsRooms: Promise.resolve(),
  }
}

/** The ticket decides where there is one. The cookie comes along by itself, so it counts from this server's pages only. */
async function findClaim(
  { authSecret, settings }: Services,
  claims: Claims,
  rule: OriginRule,
  { handshake }: ParleySocket,
  ticket: string | undefined,
): Promise<SessionClaim | undefined> {
  if (ticket !== undefined) return readTicket(authSecret, ticket)
  const { origin, host, cookie = '' } = handshake.headers
  if (!rule.isOwnOrigin(origin, host)) return undefined
  const isHttps = settings.appUrl?.startsWith('https:') === true
  return claims.read(parseCookie(cookie)[sessionCookieName(isHttps)])
}
