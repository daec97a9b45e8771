import { useState } from 'react'
import type { Row } from './group-rows'

/** At most this many rows are in the page at the live end. [E8] */
const MOST = 300
const LEEWAY = 20
const STEP = 50

/**
 * The newest rows, so that a room left open all day does not grow without end. The window is trimmed only at the live
 * end, where the browser holds the position by itself; a reader on the way up widens it again. The row with the focus
 * is kept.
 */
export function useRowWindow(rows: readonly Row[], isAtEnd: boolean, focused: string | undefined) {
  const [firstKey, setFirstKey] = useState<string>()
  const held = firstKey === undefined ? 0 : rows.findIndex(({ key }) => key === firstKey)
  let start = Math.max(0, held)
  if (isAtEnd && rows.length - start > MOST + LEEWAY) {
    const kept = focused === undefined ? -1 : rows.findIndex(({ key }) => key === focused)
    const next = kept === -1 ? rows.length - MOST : Math.min(kept, rows.length - MOST)
    if (next > start) {
      start = next
      setFirstKey(rows[start]?.key)
    }
  }

  return {
    shown: start === 0 ? rows : rows.slice(start),
    hasHiddenRows: start > 0,
    widen: () => setFirstKey(rows[Math.max(0, start - STEP)]?.key),
  }
}
