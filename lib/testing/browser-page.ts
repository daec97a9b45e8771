// What a page's modules ask of `window` and `document` where no connection is needed. Stubbed for one test file.
import { vi } from 'vitest'

export type BrowserPage = {
  /** What styles read on `<html>`. */
  dataset: Record<string, string>
  /** The cookies as `document.cookie` was set, whole. */
  setCookies: string[]
  /** The `content` of `<meta name=theme-color>`. */
  themeColours: string[]
}

/** @param cookies as the browser sends them */
export function stubPage({ cookies = '', protocol = 'https:', background = ' #101014 ' } = {}): BrowserPage {
  const page: BrowserPage = { dataset: {}, setCookies: [], themeColours: ['', ''] }
  const metas = page.themeColours.map((_, at) => ({
    setAttribute(_name: string, value: string): void {
      page.themeColours[at] = value
    },
  }))
  vi.stubGlobal('location', { protocol })
  vi.stubGlobal('getComputedStyle', () => ({ getPropertyValue: () => background }))
  vi.stubGlobal('document', {
    documentElement: { dataset: page.dataset },
    querySelectorAll: () => metas,
    get cookie() {
      return cookies
    },
    set cookie(line: string) {
      page.setCookies.push(line)
    },
  })
  return page
}
