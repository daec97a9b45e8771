import { useSyncExternalStore } from 'react'
import { serverNow } from '#lib/client/server-clock'

const MINUTE_MS = 60_000

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let now = 0

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    now = serverNow()
    timer = setInterval(tick, MINUTE_MS)
  }
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) clearInterval(timer)
  }
}

function tick(): void {
  now = serverNow()
  for (const listener of listeners) listener()
}

function read(): number {
  if (listeners.size === 0) now = serverNow()
  return now
}

/** The time, once a minute, by one timer for all who ask. [E25] */
export function useMinute(): number {
  return useSyncExternalStore(subscribe, read, () => 0)
}
