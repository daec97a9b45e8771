import { useEffect, useState } from 'react'

/** Whole seconds until a moment (browser clock, milliseconds), counting down; 0 when it has passed. */
export function useWaitSeconds(until: number | undefined): number {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const look = () => setSeconds(until === undefined ? 0 : Math.max(0, Math.ceil((until - Date.now()) / 1_000)))
    look()
    if (until === undefined) return
    const timer = setInterval(look, 250)
    return () => clearInterval(timer)
  }, [until])
  return seconds
}
