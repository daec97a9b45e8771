import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Row } from './group-rows'
import { trimWindow } from './use-row-window'

const rowsOf = (count: number): Row[] => Array.from({ length: count }, (_, at) => ({ kind: 'day', key: `r${at}`, at }))
const at = (index: number) => ({ isAtEnd: false, anchor: `r${index}`, focused: undefined })
const AT_END = { isAtEnd: true, anchor: undefined, focused: undefined }

describe('[E8] of the rows that are held', () => {
  test('at most 320 are in the page: the newest 300 where the reader is at the live end', () => {
    expect(trimWindow(rowsOf(320), { start: 0, end: 320 }, AT_END)).toEqual({ start: 0, end: 320 })
    expect(trimWindow(rowsOf(321), { start: 0, end: 321 }, AT_END)).toEqual({ start: 21, end: 321 })
  })

  test('the far side goes: below a reader who is near the top, above one who is near the bottom', () => {
    expect(trimWindow(rowsOf(1_000), { start: 400, end: 750 }, at(410))).toEqual({ start: 400, end: 700 })
    expect(trimWindow(rowsOf(1_000), { start: 400, end: 750 }, at(740))).toEqual({ start: 450, end: 750 })
  })

  test('the row with the focus stays, and so does the one that holds the position', () => {
    const place = { isAtEnd: true, anchor: undefined, focused: 'r10' }
    expect(trimWindow(rowsOf(400), { start: 0, end: 400 }, place)).toEqual({ start: 10, end: 400 })
    fc.assert(
      fc.property(fc.nat(999), fc.nat(999), fc.nat(650), (anchor, focused, start) => {
        const before = { start, end: start + 350 }
        const after = trimWindow(rowsOf(1_000), before, {
          isAtEnd: false,
          anchor: `r${anchor}`,
          focused: `r${focused}`,
        })
        for (const kept of [anchor, focused].filter((row) => row >= before.start && row < before.end)) {
          expect(kept).toBeGreaterThanOrEqual(after.start)
          expect(kept).toBeLessThan(after.end)
        }
        expect(after.end - after.start).toBeLessThanOrEqual(350)
        expect(after.end - after.start).toBeGreaterThanOrEqual(300)
      }),
    )
  })
})
