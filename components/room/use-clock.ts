import { useCallback, useSyncExternalStore } from 'react'
import { serverNow } from '#lib/client/server-clock'
import { LANGUAGES, type Locale } from '#lib/shared/languages'
import { useLanguage } from '../language/use-language'
import { type Clock, createClock, createUtcClock } from './clock'

const MINUTE_MS = 60_000

let localClock: { key: string; clock: Clock } | undefined
const utcClocks = new Map<Locale, Clock>()

function subscribe(listener: () => void): () => void {
  const timer = setInterval(listener, MINUTE_MS)
  return () => clearInterval(timer)
}

/** The page's language as it is written where the reader is, and the hours as their own language counts them. */
function createLocalClock(locale: Locale, now: number): Clock {
  const { format } = LANGUAGES[locale]
  const own = navigator.languages.find((language) => language.startsWith(`${locale}-`))
  const [, digits = ''] = /(-u-.*)$/.exec(format) ?? []
  const { hourCycle } = new Intl.DateTimeFormat(undefined, { hour: 'numeric' }).resolvedOptions()
  return createClock({ language: own === undefined ? format : own + digits, hourCycle, timeZone: undefined }, now)
}

// A new clock only when a new day has begun, since only then its labels change.
function getLocalClock(locale: Locale): Clock {
  const now = serverNow()
  const key = `${locale} ${new Date(now).toDateString()}`
  if (localClock?.key !== key) localClock = { key, clock: createLocalClock(locale, now) }
  return localClock.clock
}

function getUtcClock(locale: Locale): Clock {
  const clock = utcClocks.get(locale) ?? createUtcClock(LANGUAGES[locale].format)
  utcClocks.set(locale, clock)
  return clock
}

/** The server's clock in the server's HTML and while React takes it over, then the reader's own. [E25] */
export function useClock(): Clock {
  const { locale } = useLanguage()
  return useSyncExternalStore(
    subscribe,
    useCallback(() => getLocalClock(locale), [locale]),
    useCallback(() => getUtcClock(locale), [locale]),
  )
}
