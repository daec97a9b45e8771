// Notices that the process stood still: stopped, swapped out, or asleep with its machine. It heard nothing meanwhile, so
// what it believed before counts no more.

/** Milliseconds between two signs of life, and after how many without one the process has stood still. */
const BEAT = 200
const STOOD_STILL = 800

export type Pulse = {
  /** When the last standstill was noticed, on `performance.now()`'s clock; minus infinity before the first. */
  stoodUntil(): number
  close(): void
}

export function createPulse(): Pulse {
  let aliveAt = performance.now()
  let stoodUntil = Number.NEGATIVE_INFINITY

  function beat(): void {
    const now = performance.now()
    if (now - aliveAt > STOOD_STILL) stoodUntil = now
    aliveAt = now
  }

  const timer = setInterval(beat, BEAT)
  return {
    stoodUntil() {
      // Whoever asks may come before the timer does.
      beat()
      return stoodUntil
    },
    close: () => clearInterval(timer),
  }
}
