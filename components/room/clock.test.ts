import { describe, expect, it } from 'vitest'
import { createClock, createUtcClock } from './clock'

const NOON = Date.UTC(2026, 10, 21, 12, 0, 12)
const BERLIN = { language: 'en-GB', hourCycle: undefined, timeZone: 'Europe/Berlin' }
const UTC_CLOCK = createUtcClock('en-GB')
const HOUR = 3_600_000

describe('day labels [E23]', () => {
  const clock = createClock(BERLIN, NOON)

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
    const summer = createClock(BERLIN, morningAfter)
    expect(summer.dayLabelOf(morningAfter - 25 * HOUR)).toBe('Yesterday')
  })
})

describe('in other languages', () => {
  it.each([
    ['es', ['Hoy', 'Ayer', 'Jueves', '14 de noviembre de 2026'], '13:00'],
    ['ar-u-nu-latn', ['اليوم', 'أمس', 'الخميس', '14 نوفمبر 2026'], '01:00 م'],
  ])('%s has its own words and order', (language, labels, time) => {
    const clock = createClock({ ...BERLIN, language }, NOON)
    expect([0, 1, 2, 7].map((days) => clock.dayLabelOf(NOON - days * 24 * HOUR))).toEqual(labels)
    expect(clock.timeOf(NOON)).toBe(time)
  })

  it('hours are counted as the reader counts them, whatever the language', () => {
    expect(createClock({ ...BERLIN, hourCycle: 'h23', language: 'ar-u-nu-latn' }, NOON).timeOf(NOON)).toBe('13:00')
  })
})

describe("the server's HTML [E25]", () => {
  it('is in UTC and never relative, so it does not depend on when or where it is read', () => {
    expect(UTC_CLOCK.timeOf(NOON)).toBe('12:00')
    expect(UTC_CLOCK.dayLabelOf(Date.now())).toMatch(/^\d{1,2} \p{L}+ \d{4}$/u)
  })
})
