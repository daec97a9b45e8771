import type { Translate } from './translate'

/** A wait as people say it: "4 seconds", "2 minutes", "3 hours". Rounded up, so that trying then works. */
export function waitInWords(t: Translate, milliseconds: number): string {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1_000))
  if (seconds < 60) return t('anywhere.seconds', { count: seconds })
  const minutes = Math.ceil(seconds / 60)
  if (minutes < 60) return t('anywhere.minutes', { count: minutes })
  return t('anywhere.hours', { count: Math.ceil(minutes / 60) })
}
