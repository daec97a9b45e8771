// What a browser knows of its person's attention, and what it would do to win it: none of it is Parley's own.
import type { BrowserContext, Page } from '@playwright/test'

/** The window loses the focus, as when another one is in front. Headless pages all have it for ever. */
export async function lookAway(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(document, 'hasFocus', { configurable: true, value: () => false })
    window.dispatchEvent(new Event('blur'))
  })
}

export async function lookBack(page: Page): Promise<void> {
  await page.evaluate(() => {
    Reflect.deleteProperty(document, 'hasFocus')
    window.dispatchEvent(new Event('focus'))
  })
}

export type Shown = { title: string; body: string; tag: string }

/** Notes each notification, each question for the permission, each sound and each badge, in all pages from now on. */
export async function noteCalls(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const noted = { shown: [] as object[], asked: 0, played: [] as string[], badges: [] as number[] }
    Reflect.set(window, '__noted', noted)
    const { Notification: Real } = window
    class Noted extends Real {
      constructor(title: string, options?: NotificationOptions) {
        super(title, options)
        noted.shown.push(this)
      }
      static override requestPermission(): Promise<NotificationPermission> {
        noted.asked += 1
        return Real.requestPermission()
      }
    }
    window.Notification = Noted
    const { play } = HTMLMediaElement.prototype
    HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
      noted.played.push(new URL(this.src).pathname)
      return play.call(this)
    }
    Object.assign(navigator, {
      setAppBadge: async (count: number) => void noted.badges.push(count),
      clearAppBadge: async () => void noted.badges.push(0),
    })
  })
}

export function shownOn(page: Page): Promise<Shown[]> {
  return page.evaluate(() =>
    Reflect.get(window, '__noted').shown.map(({ title, body, tag }: Notification) => ({ title, body, tag })),
  )
}

/** Presses the last notification. */
export async function pressNotification(page: Page): Promise<void> {
  await page.evaluate(() => Reflect.get(window, '__noted').shown.at(-1).dispatchEvent(new Event('click')))
}

export function notedOn(page: Page, what: 'asked' | 'played' | 'badges'): Promise<unknown> {
  return page.evaluate((key) => Reflect.get(window, '__noted')[key], what)
}

/** Notes whatever is said to a screen reader from now on; the page itself takes it away again after a while. */
export async function noteSaid(page: Page): Promise<void> {
  await page.evaluate(() => {
    const said: string[] = []
    Reflect.set(window, '__said', said)
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        if (!(target instanceof Element) || !target.closest('[data-live=polite], [data-live=assertive]')) continue
        for (const { textContent } of addedNodes) if (textContent) said.push(textContent)
      }
    }).observe(document.body, { childList: true, subtree: true })
  })
}

export function saidOn(page: Page): Promise<string[]> {
  return page.evaluate(() => Reflect.get(window, '__said'))
}
