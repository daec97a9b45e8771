import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { DEFAULT_PREFERENCES } from '../shared/preferences'
import { stubPage } from '../testing/browser-page'

beforeEach(() => vi.resetModules())
afterEach(() => vi.unstubAllGlobals())

/** One more page of the browser: the module remembers what it has read. */
const load = () => import('./preferences')

describe('a preference', () => {
  test('is read from its cookie among others, and on the server is the default', async () => {
    expect((await load()).readPreferences()).toEqual(DEFAULT_PREFERENCES)
    stubPage({ cookies: 'a=1; parley-preferences=theme%3Ddark%26sound%3Don; parley-preferences-x=theme%3Dlight' })
    expect((await load()).readPreferences()).toEqual({ ...DEFAULT_PREFERENCES, theme: 'dark', sound: 'on' })
    vi.resetModules()
    stubPage({ cookies: 'a=1' })
    expect((await load()).readPreferences()).toEqual(DEFAULT_PREFERENCES)
  })

  test('that is chosen holds at once, is kept for a year, and leaves the others as they were', async () => {
    const page = stubPage({ cookies: 'parley-preferences=sound%3Don' })
    const { choosePreference, readPreferences } = await load()
    choosePreference('theme', 'dark')
    choosePreference('density', 'compact')
    expect(readPreferences()).toEqual({ ...DEFAULT_PREFERENCES, sound: 'on', theme: 'dark', density: 'compact' })
    expect(page.dataset).toEqual({ theme: 'dark', density: 'compact' })
    const line = page.setCookies.at(-1) ?? ''
    expect(line).toMatch(/; Path=\/; Max-Age=31536000; SameSite=Lax; Secure$/)
    // What the next page reads.
    vi.resetModules()
    stubPage({ cookies: line.split(';')[0] ?? '' })
    expect((await load()).readPreferences()).toEqual({
      ...DEFAULT_PREFERENCES,
      sound: 'on',
      theme: 'dark',
      density: 'compact',
    })
  })

  test('is kept on plain http too, where a browser would drop a cookie that wants https', async () => {
    const page = stubPage({ protocol: 'http:' })
    ;(await load()).choosePreference('sound', 'on')
    expect(page.setCookies[0]).not.toContain('Secure')
  })
})

test('a chosen theme colours the browser’s own bar, and the system’s theme is left to the styles', async () => {
  const page = stubPage()
  const { choosePreference } = await load()
  choosePreference('theme', 'dark')
  expect(page.themeColours).toEqual(['#101014', '#101014'])
  page.themeColours.fill('as it was')
  choosePreference('theme', 'system')
  expect(page.dataset).not.toHaveProperty('theme')
  expect(page.themeColours).toEqual(['as it was', 'as it was'])
})
