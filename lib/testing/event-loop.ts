// How long this process kept its own event loop from turning. Time spent waiting for a processor that others held is
// taken off: a busy machine is not a fault of ours.
import { readFileSync } from 'node:fs'

export type LoopWatch = {
  /** The longest stretch without a turn so far, milliseconds. */
  longestBlockMs(): number
  stop(): void
}

const EVERY_MS = 5

export function watchEventLoop(): LoopWatch {
  let longest = 0
  let last = read()
  const note = (): void => {
    const now = read()
    longest = Math.max(longest, now.ran - last.ran - (now.waited - last.waited) - EVERY_MS)
    last = now
  }
  const timer = setInterval(note, EVERY_MS)
  return {
    longestBlockMs() {
      note()
      return longest
    },
    stop: () => clearInterval(timer),
  }
}

function read(): { ran: number; waited: number } {
  return { ran: performance.now(), waited: waitedForProcessor() }
}

/** Milliseconds the main thread stood in the queue for a processor; 0 where Linux does not tell (proc(5), schedstat). */
function waitedForProcessor(): number {
  try {
    const [, waited = '0'] = readFileSync('/proc/self/schedstat', 'utf8').split(' ')
    return Number(waited) / 1e6
  } catch {
    return 0
  }
}
