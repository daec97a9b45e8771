import { describe, expect, it } from 'vitest'
import { createClock, UTC_CLOCK } from './clock'

const NOON = Date.UTC(2026, 10, 21, 12, 0, 12)
const HOUR = 3_600_000

describe('day labels [E23]', () => {
  const clock = createClock({ words: 'en-GB', times: 'en-GB', timeZone: 'Europe/Berlin' }, NOON)

  it.each([
    [0, 'Today'],
    [1, 'Yesterday'],
    [2, 'Thursday'],
    [6, 'Sunday'],
    [7, '14 November 2026'],
    [-1, '22 November 2026'],
  ])('%i days ago is %s', (days, label) => {
    expect(clock.dayLabelOf(NOON - days * 24 * HOUR)).toBe(label)
  })

  it('a day begins at midnight where the reader is', () => {
    const lateInBerlin = Date.UTC(2026, 10, 20, 23, 30)
    expect(clock.dayLabelOf(lateInBerlin)).toBe('Today')
    expect(clock.dayOf(lateInBerlin)).toBe('2026-11-21')
    expect(UTC_CLOCK.dayOf(lateInBerlin)).toBe('2026-11-20')
  })

  it('yesterday stays yesterday when the clocks change', () => {
    const morningAfter = Date.UTC(2026, 9, 25, 8)
    const summer = createClock({ words: 'en-GB', times: 'en-GB', timeZone: 'Europe/Berlin' }, morningAfter)
    expect(summer.dayLabelOf(morningAfter - 25 * HOUR)).toBe('Yesterday')
  })
})

describe("the server's HTML [E25]", () => {
  it('is in UTC and never relative, so it does not depend on when or where it is read', () => {
    expect(UTC_CLOCK.timeOf(NOON)).toBe('12:00')
    expect(UTC_CLOCK.dayLabelOf(Date.now())).toMatch(/^\d{1,2} \p{L}+ \d{4}$/u)
  })
})
