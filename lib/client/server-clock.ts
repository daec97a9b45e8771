// The server's time, as near as this browser knows it: people's clocks are off by minutes, and sometimes by days.

/** Less is the way of a message through the network, and nobody sees it. */
const WORTH_MINDING_MS = 2_000

let aheadMs = 0

/** The server said what time it is. */
export function noteServerTime(now: number): void {
  const found = now - Date.now()
  aheadMs = Math.abs(found) < WORTH_MINDING_MS ? 0 : found
}

/** Milliseconds since 1970; the browser's own clock until the server has said its. */
export function serverNow(): number {
  return Date.now() + aheadMs
}
