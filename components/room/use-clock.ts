import { useSyncExternalStore } from 'react'
import { type Clock, createClock, UTC_CLOCK } from './clock'

const MINUTE_MS = 60_000

let localClock: { day: string; clock: Clock } | undefined

function subscribe(listener: () => void): () => void {
  const timer = setInterval(listener, MINUTE_MS)
  return () => clearInterval(timer)
}

// A new clock only when a new day has begun, since only then its labels change.
function getLocalClock(): Clock {
  const now = Date.now()
  const day = new Date(now).toDateString()
  if (localClock?.day !== day) {
    const words = navigator.languages.find((language) => language.startsWith('en')) ?? 'en-GB'
    localClock = { day, clock: createClock({ words, times: undefined, timeZone: undefined }, now) }
  }
  return localClock.clock
}

/** The server's clock in the server's HTML and while React takes it over, then the reader's own. [E25] */
export function useClock(): Clock {
  return useSyncExternalStore(subscribe, getLocalClock, () => UTC_CLOCK)
}
