import { useEffect, useRef } from 'react'

/**
 * Closes what is open and then does something. Only then: closing gives the focus back to what opened it, and what
 * follows may take it elsewhere.
 */
export function useCloseThen(isOpen: boolean, close: () => void): (act: () => void) => void {
  const next = useRef<() => void>(undefined)

  // The effects of what went have been undone by the time this one runs.
  useEffect(() => {
    if (isOpen) return
    const act = next.current
    next.current = undefined
    act?.()
  }, [isOpen])

  return (act) => {
    next.current = act
    close()
  }
}
