// What a person prefers, kept in a cookie of their browser so that the server's first page already looks right.

const CHOICES = {
  theme: ['system', 'light', 'dark'],
  density: ['comfortable', 'compact'],
  /** What Enter does on a keyboard; Shift+Enter does the other. */
  enter: ['sends', 'breaks'],
  /** Shortcuts of a single key (WCAG 2.1.4). */
  letterKeys: ['on', 'off'],
  sound: ['off', 'on'],
  /** Which messages of others a screen reader is told of. */
  spoken: ['all', 'mentions', 'nothing'],
  /** Whether one's own sent messages are said too. */
  spokenSent: ['off', 'on'],
} as const

export type Preferences = { readonly [K in keyof typeof CHOICES]: (typeof CHOICES)[K][number] }
export type PreferenceKey = keyof Preferences

export const PREFERENCES_COOKIE = 'parley-preferences'

export const DEFAULT_PREFERENCES: Preferences = {
  theme: 'system',
  density: 'comfortable',
  enter: 'sends',
  letterKeys: 'on',
  sound: 'off',
  spoken: 'all',
  spokenSent: 'off',
}

/** What may be chosen for a preference, the default first. */
export function choicesOf<K extends PreferenceKey>(key: K): (typeof CHOICES)[K] {
  return CHOICES[key]
}

/** Reads the cookie's value, `theme=dark&density=compact`; whatever it does not say, or says wrongly, is the default. */
export function parsePreferences(value: string | undefined): Preferences {
  const said = new URLSearchParams(value ?? '')
  const pick = <T extends string>(key: PreferenceKey, choices: readonly T[], otherwise: T): T =>
    choices.find((choice) => choice === said.get(key)) ?? otherwise
  return {
    theme: pick('theme', CHOICES.theme, DEFAULT_PREFERENCES.theme),
    density: pick('density', CHOICES.density, DEFAULT_PREFERENCES.density),
    enter: pick('enter', CHOICES.enter, DEFAULT_PREFERENCES.enter),
    letterKeys: pick('letterKeys', CHOICES.letterKeys, DEFAULT_PREFERENCES.letterKeys),
    sound: pick('sound', CHOICES.sound, DEFAULT_PREFERENCES.sound),
    spoken: pick('spoken', CHOICES.spoken, DEFAULT_PREFERENCES.spoken),
    spokenSent: pick('spokenSent', CHOICES.spokenSent, DEFAULT_PREFERENCES.spokenSent),
  }
}

/** The cookie's value: only what differs from the defaults. */
export function formatPreferences(preferences: Preferences): string {
  const defaults = new Map<string, string>(Object.entries(DEFAULT_PREFERENCES))
  const chosen = Object.entries(preferences).filter(([key, value]) => defaults.get(key) !== value)
  return new URLSearchParams(chosen).toString()
}
