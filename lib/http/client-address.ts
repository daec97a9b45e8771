// Whose budget a request draws on.
import type { IncomingMessage } from 'node:http'
import ipaddr from 'ipaddr.js'

/** How the front hands the address to actions. Inbound copies are deleted first. */
export const ADDRESS_HEADER = 'x-parley-address'

type Readable = Pick<Headers, 'get'>

/** The address in what the front admitted. */
export function admittedAddress(headers: Readable): string {
  return headers.get(ADDRESS_HEADER) ?? 'unknown'
}

/**
 * The client's address, IPv6 cut to its /64, of which one household has a whole one. Exactly `trustedHops` entries of
 * X-Forwarded-For are believed, counted from the nearest proxy; whatever stands before them was written by the client.
 */
export function addressOf(request: Pick<IncomingMessage, 'headers' | 'socket'>, trustedHops: number): string {
  const direct = request.socket.remoteAddress ?? ''
  if (trustedHops === 0) return canonical(direct)
  const header = request.headers['x-forwarded-for']
  // Whoever came past the proxies counts as itself.
  return canonical(entryOf(Array.isArray(header) ? header.join(',') : header, trustedHops) || direct)
}

/** The same where no front of ours stands before the pages: the proxies' word alone, of which there must be one. */
export function forwardedAddress(headers: Readable, trustedHops: number): string {
  return canonical(entryOf(headers.get('x-forwarded-for') ?? undefined, trustedHops))
}

/** Without the header there is one entry, an empty one. */
function entryOf(header: string | undefined, trustedHops: number): string {
  const entries = (header ?? '').split(',').map((entry) => entry.trim())
  return entries.at(-trustedHops) ?? ''
}

function canonical(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown'
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  return ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`).toString()
}
