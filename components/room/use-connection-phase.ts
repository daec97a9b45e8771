import { useEffect, useRef, useState } from 'react'
import type { Connection } from '#lib/client/room-state'
import { useT } from '../language/use-t'
import { announce } from '../ui/announce'
import { BACK_FOR_MS, type Phase, phaseOf } from './connection-phase'

const QUIET: Phase = { kind: 'quiet' }

/** What the banner shows now. A blip that was never shown also comes back without a word. */
export function useConnectionPhase(connection: Connection): Phase {
  const t = useT()
  const [phase, setPhase] = useState(QUIET)
  const wasShown = useRef(false)

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    function look() {
      if (connection.kind === 'connected' && wasShown.current) {
        wasShown.current = false
        setPhase({ kind: 'back' })
        timer = setTimeout(() => setPhase(QUIET), BACK_FOR_MS)
        return
      }
      const now = Date.now()
      const { phase: next, nextAt } = phaseOf(connection, now)
      if (next.kind !== 'quiet') wasShown.current = true
      setPhase(next)
      if (nextAt !== undefined) timer = setTimeout(look, nextAt - now)
    }
    look()
    return () => clearTimeout(timer)
  }, [connection])

  useEffect(() => {
    if (phase.kind === 'reconnecting') announce(t('connection.saidLost'))
    if (phase.kind === 'back') announce(t('connection.saidBack'))
  }, [phase.kind, t])

  return phase
}
