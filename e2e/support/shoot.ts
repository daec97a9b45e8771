// Takes pictures of a view, for people to look at.
import type { Page } from '@playwright/test'

/** Takes the view in both themes and both directions. */
export async function shoot(page: Page, view: string): Promise<void> {
  const take = (look: string): Promise<unknown> =>
    page.screenshot({ path: `test-results/screens/${view}-${look}.png`, animations: 'disabled' })
  await page.evaluate(() => document.fonts.ready)
  const direction = await page.evaluate(() => document.documentElement.dir)
  await page.emulateMedia({ colorScheme: 'dark' })
  await take('dark')
  await page.emulateMedia({ colorScheme: 'light' })
  await take('light')
  await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'))
  await take('rtl')
  await page.emulateMedia({ colorScheme: 'dark' })
  await take('rtl-dark')
  await page.emulateMedia({ colorScheme: 'light' })
  await page.evaluate((dir) => document.documentElement.setAttribute('dir', dir), direction)
}
