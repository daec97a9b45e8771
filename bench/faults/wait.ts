// Waiting for a condition, with a bound.
import { setTimeout as delay } from 'node:timers/promises'

const LOOK_EVERY_MS = 20

/** Whether it came to be so in time. */
export async function eventually(isSo: () => boolean | Promise<boolean>, withinMs = 10_000): Promise<boolean> {
  const deadline = performance.now() + withinMs
  for (;;) {
    if (await isSo()) return true
    if (performance.now() > deadline) return false
    await delay(LOOK_EVERY_MS)
  }
}
