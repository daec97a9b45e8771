// The preferences of this browser: in a cookie, and on <html> where styles read them. One for the tab.
import { useSyncExternalStore } from 'react'
import {
  DEFAULT_PREFERENCES,
  formatPreferences,
  PREFERENCES_COOKIE,
  type PreferenceKey,
  type Preferences,
  parsePreferences,
} from '../shared/preferences'

const YEAR = 365 * 24 * 3_600

const listeners = new Set<() => void>()
let known: Preferences | undefined

/** The preferences now. On the server, the defaults. */
export function readPreferences(): Preferences {
  if (typeof document === 'undefined') return DEFAULT_PREFERENCES
  known ??= parsePreferences(findCookie())
  return known
}

function findCookie(): string | undefined {
  const start = `${PREFERENCES_COOKIE}=`
  const cookie = document.cookie.split('; ').find((one) => one.startsWith(start))
  return cookie === undefined ? undefined : decodeURIComponent(cookie.slice(start.length))
}

/** Changes one preference, at once and for the coming year. */
export function choosePreference<K extends PreferenceKey>(key: K, value: Preferences[K]): void {
  known = { ...readPreferences(), [key]: value }
  const secure = location.protocol === 'https:' ? '; Secure' : ''
  const text = encodeURIComponent(formatPreferences(known))
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox ESR and on plain http.
  document.cookie = `${PREFERENCES_COOKIE}=${text}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`
  const { dataset } = document.documentElement
  if (known.theme === 'system') delete dataset.theme
  else dataset.theme = known.theme
  dataset.density = known.density
  colourBrowser(known.theme)
  for (const listener of listeners) listener()
}

/** The browser's own bar follows a theme that was chosen; the system's theme comes with the next page. */
function colourBrowser(theme: Preferences['theme']): void {
  if (theme === 'system') return
  const color = getComputedStyle(document.documentElement).getPropertyValue('--bg').trim()
  for (const meta of document.querySelectorAll('meta[name=theme-color]')) meta.setAttribute('content', color)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, readPreferences, () => DEFAULT_PREFERENCES)
}
