import { useEffect, useState } from 'react'
import type { OutgoingChange } from '#lib/client/room-state'

type Deletion = Extract<OutgoingChange, { kind: 'delete' }>

/** The deletions that have not gone out and can be taken back still. */
export function useUndoable(changes: readonly OutgoingChange[]): readonly Deletion[] {
  const [undoable, setUndoable] = useState<readonly Deletion[]>([])

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    function look() {
      const now = Date.now()
      const waiting = changes.flatMap((change) =>
        change.kind === 'delete' && change.failed === undefined && change.sendAt > now ? [change] : [],
      )
      setUndoable((before) => (before.length === 0 && waiting.length === 0 ? before : waiting))
      if (waiting.length > 0) timer = setTimeout(look, Math.min(...waiting.map(({ sendAt }) => sendAt)) - now)
    }
    look()
    return () => clearTimeout(timer)
  }, [changes])

  return undoable
}
