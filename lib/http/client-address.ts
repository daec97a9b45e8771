// Whose budget a request draws on.
import type { IncomingMessage } from 'node:http'
import ipaddr from 'ipaddr.js'

/** How server.ts hands the address to actions. Inbound copies are deleted first. */
export const ADDRESS_HEADER = 'x-parley-address'

/**
 * The client's address, IPv6 cut to its /64, of which one household has a whole one. Exactly `trustedHops` entries of
 * X-Forwarded-For are believed, counted from the nearest proxy; whatever stands before them was written by the client.
 */
export function addressOf(request: Pick<IncomingMessage, 'headers' | 'socket'>, trustedHops: number): string {
  const direct = request.socket.remoteAddress ?? ''
  if (trustedHops === 0) return canonical(direct)
  const header = request.headers['x-forwarded-for']
  const forwarded = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').map((entry) => entry.trim())
  // Without the header there is one entry, an empty one: whoever came past the proxies counts as itself.
  return canonical(forwarded.at(-trustedHops) || direct)
}

function canonical(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown'
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  return ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`).toString()
}
