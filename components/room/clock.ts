// How times are written. The server writes them in UTC, so that its HTML does not depend on where it is read; the
// browser writes them again in the reader's own zone once it has taken over (use-clock.ts). Both in the page's language.

export type Clock = {
  /** A day, the same text for every moment of it: "2026-11-21". */
  dayOf(at: number): string
  /** "09:03" */
  timeOf(at: number): string
  /** "Today", "Yesterday", "Monday" or "3 November 2026". */
  dayLabelOf(at: number): string
  /** "Saturday 21 November 2026 at 09:03:12 CET" */
  fullOf(at: number): string
  isToday(at: number): boolean
  /** "09:03" today, "Yesterday", "Monday", "3 Nov 2026": for lists. */
  shortOf(at: number): string
}

/** `language`: whose words and digits, as Intl knows them; `undefined` elsewhere is the language's or browser's own. */
type Place = { language: string; hourCycle: 'h11' | 'h12' | 'h23' | 'h24' | undefined; timeZone: string | undefined }

const DAY_MS = 86_400_000

function createFormats({ language, hourCycle, timeZone }: Place) {
  const zone = timeZone === undefined ? {} : { timeZone }
  const hours = hourCycle === undefined ? zone : { ...zone, hourCycle }
  return {
    // Swedish writes days the way ISO 8601 does.
    day: new Intl.DateTimeFormat('sv-SE', { ...zone, dateStyle: 'short' }),
    time: new Intl.DateTimeFormat(language, { ...hours, hour: '2-digit', minute: '2-digit' }),
    weekday: new Intl.DateTimeFormat(language, { ...zone, weekday: 'long' }),
    shortDate: new Intl.DateTimeFormat(language, { ...zone, dateStyle: 'medium' }),
    date: new Intl.DateTimeFormat(language, { ...zone, dateStyle: 'long' }),
    full: new Intl.DateTimeFormat(language, { ...hours, dateStyle: 'full', timeStyle: 'long' }),
    relative: new Intl.RelativeTimeFormat(language, { numeric: 'auto' }),
  }
}

/** Days from one "2026-11-21" to another. */
function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)
}

/** Intl writes "yesterday" and "jueves" as they stand within a sentence; a label stands alone. */
function alone(words: string, language: string): string {
  return words.charAt(0).toLocaleUpperCase(language) + words.slice(1)
}

/** A clock for a place. Without `today` (a moment, milliseconds) no label is relative. */
export function createClock(place: Place, today?: number): Clock {
  const formats = createFormats(place)
  const dayOf = (at: number) => formats.day.format(at)
  const thisDay = today === undefined ? undefined : dayOf(today)

  /** Within the last week, in the words people use. */
  function near(at: number): string | undefined {
    const ago = thisDay === undefined ? Number.POSITIVE_INFINITY : daysBetween(dayOf(at), thisDay)
    if (ago === 0 || ago === 1) return alone(formats.relative.format(-ago, 'day'), place.language)
    return ago > 1 && ago <= 6 ? alone(formats.weekday.format(at), place.language) : undefined
  }

  return {
    dayOf,
    timeOf: (at) => formats.time.format(at),
    fullOf: (at) => formats.full.format(at),
    isToday: (at) => dayOf(at) === thisDay,
    dayLabelOf: (at) => near(at) ?? formats.date.format(at),
    shortOf: (at) => (dayOf(at) === thisDay ? formats.time.format(at) : (near(at) ?? formats.shortDate.format(at))),
  }
}

/** The clock of the server's HTML. */
export function createUtcClock(language: string): Clock {
  return createClock({ language, hourCycle: 'h23', timeZone: 'UTC' })
}
