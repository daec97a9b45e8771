// Which wishes have taken so long that the person is told why, and may act.
import { TIMES } from '../shared/limits'
import type { WaitReason } from './room-state'

type Clock = ReturnType<typeof setTimeout>

/**
 * @param reasonOf why a wish is late, or `undefined` when it is no longer waited for
 * @param onLate one more is late
 */
export function createDelays(reasonOf: (id: string) => WaitReason | undefined, onLate: () => void) {
  const reasons = new Map<string, WaitReason>()
  const clocks = new Map<string, Clock>()

  function forget(id: string): void {
    reasons.delete(id)
    clearTimeout(clocks.get(id))
    clocks.delete(id)
  }

  function watch(id: string): void {
    forget(id)
    const tell = (): void => {
      const reason = reasonOf(id)
      forget(id)
      if (reason === undefined) return
      reasons.set(id, reason)
      onLate()
    }
    clocks.set(id, setTimeout(tell, TIMES.retryShownAfter))
  }

  return {
    reasons,
    forget,
    /** Counts anew from now. */
    watch,
    /** Counts from now, unless it is counted already or late. */
    ensure(id: string): void {
      if (!reasons.has(id) && !clocks.has(id)) watch(id)
    },
    close(): void {
      for (const clock of clocks.values()) clearTimeout(clock)
    },
  }
}
