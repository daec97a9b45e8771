// How busy the process was lately: what its pauses are measured by.

import { performance } from 'node:perf_hooks'

/** The share of the time in which the event loop had something to do, 0 to 1. */
export type BusyShare = () => number

const MEASURED_EVERY = 100

/**
 * Half of what is told is the last tenth of a second, a quarter the one before, and so on. A wait for the disk counts as
 * busy, since nothing else happens meanwhile (https://nodejs.org/api/perf_hooks.html, eventLoopUtilization).
 */
export function createBusyShare(): BusyShare {
  let share = 0
  let last = performance.eventLoopUtilization()
  let measuredAt = performance.now()
  return () => {
    const now = performance.now()
    if (now - measuredAt < MEASURED_EVERY) return share
    const next = performance.eventLoopUtilization()
    share = (share + performance.eventLoopUtilization(next, last).utilization) / 2
    last = next
    measuredAt = now
    return share
  }
}

type Span = { from: number; to: number }

/** A number that goes from the first to the second while the share goes from the one end of the span to the other. */
export function byShare(share: number, { from, to }: Span, atFrom: number, atTo: number): number {
  const way = Math.min(1, Math.max(0, (share - from) / (to - from)))
  return atFrom + (atTo - atFrom) * way
}

/** Up to here whatever saves work is not worth a wait. */
export const AT_EASE: Span = { from: 0.3, to: 0.5 }

/** From here on whatever saves work is worth a wait, or everybody waits without end. */
export const NEARLY_FULL: Span = { from: 0.85, to: 0.97 }
