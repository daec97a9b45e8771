// Which hosts and origins this server answers: its own, so that a foreign site in a member's browser gets nowhere.
import { networkInterfaces } from 'node:os'

export type OriginRule = {
  /** Whether a Host header names this server. Stops DNS rebinding: a foreign name that points here is not ours. */
  isOwnHost(host: string | undefined): boolean
  /** Whether a page of this origin is one of this server's at this Host. A missing Origin is no browser's. */
  isOwnOrigin(origin: string | undefined, host: string | undefined): boolean
  /** Whether a page of this origin, which is served elsewhere, may open a connection here with a ticket. */
  isInvitedOrigin(origin: string | undefined): boolean
  /** What to tell whoever runs this server when a Host is refused. */
  readonly advice: string
}

/**
 * With `appUrl` the origin must equal it. Without, Host must be localhost or an address of this machine, and Origin
 * that very host, so that a phone on the LAN gets in with nothing configured. `invited` are origins of pages elsewhere.
 */
export function createOriginRule(appUrl: string | undefined, invited: readonly string[] = []): OriginRule {
  const publicHost = appUrl === undefined ? undefined : new URL(appUrl).host
  return {
    isOwnHost(host) {
      const name = hostnameOf(host)
      return name !== undefined && (host === publicHost || isLocalName(name))
    },
    isOwnOrigin(origin, host) {
      if (origin === undefined || host === undefined) return false
      if (appUrl !== undefined) return origin === appUrl
      const name = hostnameOf(host)
      return name !== undefined && isLocalName(name) && origin === `http://${host}`
    },
    isInvitedOrigin: (origin) => origin !== undefined && invited.includes(origin),
    advice:
      appUrl === undefined
        ? 'This address is not known to be this server. Behind a tunnel, a proxy or in a container, set APP_URL to the public origin, such as APP_URL=https://chat.example, and restart.'
        : `This server answers at ${appUrl}. If that is not its public origin, correct APP_URL and restart.`,
  }
}

/** The name part of a Host header, without port; nothing for anything that is not a plain host. */
function hostnameOf(host: string | undefined): string | undefined {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::\d{1,5})?$/i.exec(host ?? '')
  return match?.[1]?.toLowerCase()
}

function isLocalName(name: string): boolean {
  return name === 'localhost' || ownAddresses().has(name)
}

const KEPT_FOR = 5_000
let known: { addresses: Set<string>; until: number } | undefined

/** A laptop changes networks while the server runs, so the list is read anew, though not for every request. */
function ownAddresses(): Set<string> {
  if (known && known.until > performance.now()) return known.addresses
  const addresses = new Set(['127.0.0.1', '[::1]'])
  for (const { address, family } of Object.values(networkInterfaces()).flatMap((entries) => entries ?? [])) {
    addresses.add(family === 'IPv6' ? `[${address.toLowerCase()}]` : address)
  }
  known = { addresses, until: performance.now() + KEPT_FOR }
  return addresses
}

/** The addresses a phone on the same network can reach, IPv4 first. */
export function lanAddresses(): string[] {
  const entries = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  return entries.filter((entry) => !entry.internal && entry.family === 'IPv4').map((entry) => entry.address)
}
