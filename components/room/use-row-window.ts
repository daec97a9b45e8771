import { useState } from 'react'
import type { Row } from './group-rows'

/** At most this many rows are in the page. [E8] */
const MOST = 300
const LEEWAY = 20
const STEP = 50

type Place = {
  /** The reader is at the live end. */
  isAtEnd: boolean
  /** The row that holds the reading position. */
  anchor: string | undefined
  /** The row with the focus. */
  focused: string | undefined
}

/** Keys of the first and the last row in the page; without `last` it goes to the end. */
type Ends = { first?: string | undefined; last?: string | undefined }

function indexOf(rows: readonly Row[], key: string | undefined): number {
  return key === undefined ? -1 : rows.findIndex((row) => row.key === key)
}

/**
 * Where a window of rows that has grown too long is cut: on the side far from the reader, and never off the row that
 * holds the position or has the focus.
 */
export function trimWindow(
  rows: readonly Row[],
  { start, end }: { start: number; end: number },
  { isAtEnd, anchor, focused }: Place,
): { start: number; end: number } {
  if (end - start <= MOST + LEEWAY) return { start, end }
  const kept = [anchor, focused].map((key) => indexOf(rows, key)).filter((at) => at >= start && at < end)
  const reader = isAtEnd ? end : (kept[0] ?? end)
  const isNearEnd = end - reader <= reader - start
  if (isNearEnd) return { start: Math.min(end - MOST, ...kept), end }
  return { start, end: Math.max(start + MOST, ...kept.map((at) => at + 1)) }
}

/**
 * The part of the rows that is in the page, so that a room left open all day does not grow without end. A reader on
 * the way up or down moves it; at the live end it follows.
 */
export function useRowWindow(rows: readonly Row[], place: Place) {
  const [ends, setEnds] = useState<Ends>({})
  const held = { start: Math.max(0, indexOf(rows, ends.first)), end: indexOf(rows, ends.last) + 1 || rows.length }
  const { start, end } = trimWindow(rows, held, place)
  if (start !== held.start || end !== held.end) {
    setEnds({ first: start === 0 ? undefined : rows[start]?.key, last: keyOfLast(rows, end) })
  }

  return {
    shown: start === 0 && end === rows.length ? rows : rows.slice(start, end),
    hasHiddenAbove: start > 0,
    /** The live end is not in the page: what is new waits behind the pill. */
    hasHiddenBelow: end < rows.length,
    widenUp: () => setEnds({ first: rows[Math.max(0, start - STEP)]?.key, last: keyOfLast(rows, end) }),
    widenDown: () => setEnds({ first: rows[start]?.key, last: keyOfLast(rows, end + STEP) }),
    /** Shows the rows around one. */
    showAround: (key: string) => {
      const at = indexOf(rows, key)
      if (at === -1 || (at >= start && at < end)) return
      const first = Math.max(0, at - MOST / 2)
      setEnds({ first: rows[first]?.key, last: keyOfLast(rows, first + MOST) })
    },
    showEnd: () => setEnds({ first: rows[Math.max(0, rows.length - MOST)]?.key }),
  }
}

function keyOfLast(rows: readonly Row[], end: number): string | undefined {
  return end >= rows.length ? undefined : rows[end - 1]?.key
}
