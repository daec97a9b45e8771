// Rooms, search and addresses, as a person finds their way among them.
import { expect, type Locator, type Page } from '@playwright/test'

/** My rooms, beside the room or in the sheet. */
export function railOf(page: Page): Locator {
  return page.getByRole('navigation', { name: 'Rooms' })
}

/** The room whose name is at the top of the page, with its list alive. */
export async function isIn(page: Page, title: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toContainText(title)
}

/** How far the middle of a row is from the middle of the list's box, in pixels. */
export function offCentre(row: Locator): Promise<number> {
  return row.evaluate((element) => {
    const box = element.closest('[role=log]')?.parentElement?.getBoundingClientRect()
    const own = element.getBoundingClientRect()
    if (!box) throw new Error('The row stands in no list.')
    return Math.abs(own.top + own.height / 2 - (box.top + box.height / 2))
  })
}

/** The id of a message, as addresses name it. */
export async function idOf(row: Locator): Promise<string> {
  const id = /^m-(.+)$/.exec((await row.getAttribute('id')) ?? '')?.[1]
  if (id === undefined) throw new Error('The row is no message.')
  return id
}

/** Presses a link of the rail within the page, and says how long it took until the other room was painted. */
export function timeSwitch(page: Page, title: string): Promise<number> {
  return page.evaluate(async (name) => {
    const link = [...document.querySelectorAll<HTMLElement>('nav a')].find((one) => one.textContent?.includes(name))
    if (!link) throw new Error(`No link to ${name}.`)
    const frame = () => new Promise(requestAnimationFrame)
    const from = performance.now()
    link.click()
    const isThere = () =>
      document.querySelector('h1')?.textContent?.includes(name) === true &&
      document.querySelector('textarea')?.placeholder.includes(name) === true
    while (!isThere()) await frame()
    // What stands there in a frame is painted when the next task runs after it.
    await frame()
    await new Promise((resolve) => setTimeout(resolve))
    return performance.now() - from
  }, title)
}
