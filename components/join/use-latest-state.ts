import { useState } from 'react'
import type { FormState } from '#lib/shared/form-state'

/**
 * Of several actions' states, the one that answered last. On the first render, which without JavaScript is the only
 * one, that is the one that was tried at all.
 */
export function useLatestState(states: readonly [FormState, ...FormState[]]): FormState {
  const [seen, setSeen] = useState(states)
  const [latest, setLatest] = useState(() => states.find((state) => state.attempt > 0) ?? states[0])
  const changed = states.find((state, index) => state !== seen[index])
  if (!changed) return latest
  // Derived while rendering, so that no frame shows the answer before the last.
  setSeen(states)
  setLatest(changed)
  return changed
}
