// How times are written. The server writes them in UTC and English, so that its HTML is the same for everybody; the
// browser writes them again in the reader's own zone and language once it has taken over (use-clock.ts).

export type Clock = {
  /** A day, the same text for every moment of it: "2026-11-21". */
  dayOf(at: number): string
  /** "09:03" */
  timeOf(at: number): string
  /** "Today", "Yesterday", "Monday" or "3 November 2026". */
  dayLabelOf(at: number): string
  /** "Saturday 21 November 2026 at 09:03:12 CET" */
  fullOf(at: number): string
}

/** `words`: the language of the page; `times`: whose hours and digits. `undefined` is the browser's own. */
type Place = { words: string; times: string | undefined; timeZone: string | undefined }

const DAY_MS = 86_400_000

function createFormats({ words, times, timeZone }: Place) {
  const zone = timeZone === undefined ? {} : { timeZone }
  return {
    // Swedish writes days the way ISO 8601 does.
    day: new Intl.DateTimeFormat('sv-SE', { ...zone, dateStyle: 'short' }),
    time: new Intl.DateTimeFormat(times, { ...zone, hour: '2-digit', minute: '2-digit' }),
    weekday: new Intl.DateTimeFormat(words, { ...zone, weekday: 'long' }),
    date: new Intl.DateTimeFormat(words, { ...zone, dateStyle: 'long' }),
    full: new Intl.DateTimeFormat(words, { ...zone, dateStyle: 'full', timeStyle: 'long' }),
  }
}

/** Days from one "2026-11-21" to another. */
function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)
}

/** A clock for a place. Without `today` (a moment, milliseconds) no label is relative. */
export function createClock(place: Place, today?: number): Clock {
  const formats = createFormats(place)
  const dayOf = (at: number) => formats.day.format(at)
  const thisDay = today === undefined ? undefined : dayOf(today)
  return {
    dayOf,
    timeOf: (at) => formats.time.format(at),
    fullOf: (at) => formats.full.format(at),
    dayLabelOf(at) {
      const ago = thisDay === undefined ? Number.POSITIVE_INFINITY : daysBetween(dayOf(at), thisDay)
      if (ago === 0) return 'Today'
      if (ago === 1) return 'Yesterday'
      if (ago > 1 && ago <= 6) return formats.weekday.format(at)
      return formats.date.format(at)
    },
  }
}

/** The clock of the server's HTML. */
export const UTC_CLOCK: Clock = createClock({ words: 'en-GB', times: 'en-GB', timeZone: 'UTC' })
