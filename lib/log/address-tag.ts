// Tells in the log that two lines came from one address, and not from which.
import { createHmac } from 'node:crypto'

const LETTERS = 12

/**
 * A stable tag for each address, the same on all nodes. Keyed by the server's secret: the whole of IPv4 can be hashed in
 * minutes, so a plain hash would hide nothing from whoever gets hold of a log.
 */
export function createAddressTag(secret: string): (address: string) => string {
  return (address) => createHmac('sha256', secret).update(`log ${address}`).digest('base64url').slice(0, LETTERS)
}
