// How Parley looks and behaves in one browser: chosen once, there from the first paint on.
import type { Page } from '@playwright/test'
import { expectAccessible } from './support/axe'
import { gather } from './support/gather'
import { PHONE } from './support/people'
import type { Person } from './support/person'
import { expect, test } from './support/test'

const LIGHT = 'rgb(247, 250, 251)'
const DARK = 'rgb(9, 20, 24)'

const ground = (page: Page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)

async function pick(ada: Person, choice: string): Promise<void> {
  await ada.room.choose('Preferences')
  await ada.room.dialog.getByLabel(choice, { exact: true }).check()
  await ada.page.keyboard.press('Escape')
  await expect(ada.room.dialog).toBeHidden()
}

test('[E81] The theme is chosen in place, and the next page has it before any script runs', async ({ person }) => {
  const ada = await person('Ada', { colorScheme: 'light' })
  const code = await ada.create('Harbour planning')
  expect(await ground(ada.page)).toBe(LIGHT)
  await pick(ada, 'Dark')
  expect(await ground(ada.page)).toBe(DARK)
  expect(await ada.page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('dark')

  const { cookies } = await ada.context.storageState()
  const still = await person('Ada without scripts', { colorScheme: 'light', javaScriptEnabled: false })
  await still.context.addCookies(cookies)
  await still.page.goto(`/room/${code}`)
  await expect(still.page.getByRole('log')).toBeVisible()
  await expect(still.page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(still.page.locator('html')).toHaveCSS('background-color', DARK)
  await expect(still.page.locator('meta[name=theme-color]')).toHaveAttribute('content', '#091418')
})

test('[E81] Following the system, the page changes with it at once', async ({ person }) => {
  const ada = await person('Ada', { colorScheme: 'light' })
  await ada.create()
  expect(await ground(ada.page)).toBe(LIGHT)
  await ada.page.emulateMedia({ colorScheme: 'dark' })
  expect(await ground(ada.page)).toBe(DARK)
  await pick(ada, 'Light')
  expect(await ground(ada.page)).toBe(LIGHT)
  await pick(ada, 'As the system')
  expect(await ground(ada.page)).toBe(DARK)
})

test('[E85] Compact spacing puts more messages on the screen, also after a reload', async ({ person }) => {
  const ada = await person('Ada')
  await ada.create()
  for (const words of ['One', 'Two']) await ada.room.saySurely(words)
  const height = async () => (await ada.room.messages.first().boundingBox())?.height ?? 0
  const comfortable = await height()
  await pick(ada, 'Compact')
  expect(await height()).toBeLessThan(comfortable)
  await ada.room.reload()
  await expect(ada.page.locator('html')).toHaveAttribute('data-density', 'compact')
  expect(await height()).toBeLessThan(comfortable)
})

test('[E16] Enter can be made to start a new line; Shift and Enter then sends', async ({ person }) => {
  const ada = await person('Ada')
  await ada.create()
  await pick(ada, 'Starts a new line')
  await ada.room.composer.fill('One')
  await ada.room.composer.press('Enter')
  await expect(ada.room.composer).toHaveValue('One\n')
  await ada.room.composer.press('Shift+Enter')
  await expect(ada.room.messages).toHaveCount(1)
})

test('[E73] [E80] The sheet of shortcuts, by Ctrl and slash anywhere and by ? in the list', async ({ person }) => {
  const ada = await person('Ada')
  await ada.create()
  await ada.room.saySurely('One')
  const { page } = ada
  const { composer, dialog, messages } = ada.room
  const sheet = dialog.filter({ has: page.getByRole('heading', { name: 'Keyboard shortcuts' }) })
  await composer.press('Control+/')
  await expect(sheet).toBeVisible()
  await expectAccessible(page, 'the sheet of shortcuts')
  await page.keyboard.press('Escape')

  await composer.press('?')
  await expect(composer).toHaveValue('?')
  await expect(sheet).toBeHidden()
  await composer.fill('')

  await messages.first().focus()
  await page.keyboard.press('?')
  await expect(sheet).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(messages.first()).toBeFocused()
})

test('[E80] Switched off, a single key in the list does nothing', async ({ person }) => {
  const ada = await person('Ada')
  await ada.create()
  await ada.room.saySurely('One')
  await ada.room.choose('Preferences')
  await ada.room.dialog.getByRole('checkbox', { name: 'Shortcuts of a single key' }).uncheck()
  await ada.page.keyboard.press('Escape')
  await ada.room.messages.first().focus()
  for (const key of ['?', '/']) await ada.page.keyboard.press(key)
  await expect(ada.room.dialog).toBeHidden()
  await ada.page.keyboard.press('Control+/')
  await expect(
    ada.room.dialog.getByText('Shortcuts of a single key are switched off in the preferences.'),
  ).toBeVisible()
})

test('[E79] A letter typed outside of a field and of the list goes to the message box', async ({ person }) => {
  const ada = await person('Ada')
  await ada.create()
  await ada.room.saySurely('One')
  await ada.page.getByRole('button', { name: 'More' }).focus()
  await ada.page.keyboard.press('h')
  await expect(ada.room.composer).toBeFocused()
  await expect(ada.room.composer).toHaveValue('h')
  await ada.room.messages.first().focus()
  await ada.page.keyboard.press('x')
  await expect(ada.room.composer).toHaveValue('h')
})

test('[E84] In forced colours every button, badge and message box has an edge', async ({ person }) => {
  const { people } = await gather(person, 'Ada', 'Bo')
  const [ada] = people
  await ada.page.emulateMedia({ forcedColors: 'active' })
  await ada.room.openPerson('Bo')
  const { dialog } = ada.room
  for (const button of await dialog.getByRole('button').all()) {
    if ((await button.getAttribute('aria-label')) === 'Close') continue
    await expect(button).toHaveCSS('border-top-style', 'solid')
    expect(await button.evaluate((element) => getComputedStyle(element).borderTopWidth)).not.toBe('0px')
  }
  expect(await dialog.evaluate((element) => getComputedStyle(element).borderTopStyle)).toBe('solid')
})

test('[E83] Who asks for more contrast gets stronger edges and no paler text', async ({ person }) => {
  const ada = await person('Ada')
  await ada.create()
  const colours = () =>
    ada.page.getByRole('banner').evaluate((header) => {
      const { borderBottomColor } = getComputedStyle(header)
      const probe = document.createElement('i')
      header.append(probe)
      const colourOf = (token: string) => {
        probe.style.color = `var(${token})`
        return getComputedStyle(probe).color
      }
      const seen = { edge: borderBottomColor, strong: colourOf('--border-strong'), subtle: colourOf('--text-subtle') }
      const all = { ...seen, text: colourOf('--text') }
      probe.remove()
      return all
    })
  for (const colorScheme of ['light', 'dark'] as const) {
    await ada.page.emulateMedia({ colorScheme, contrast: 'no-preference' })
    const usual = await colours()
    expect(usual.edge, colorScheme).not.toBe(usual.strong)
    await ada.page.emulateMedia({ colorScheme, contrast: 'more' })
    const more = await colours()
    expect(more.edge, colorScheme).toBe(more.strong)
    expect(more.subtle, colorScheme).toBe(more.text)
  }
})

/** What on the page comes or goes by more than its opacity: the names of such animations that are in use. */
function movements(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
    const within = (rule: CSSRule): CSSRule[] =>
      rule instanceof CSSGroupingRule ? [...rule.cssRules].flatMap(within) : [rule]
    const moving = rules
      .flatMap(within)
      .filter((rule) => rule instanceof CSSKeyframesRule)
      .filter(({ cssText }) => /transform|translate|scale|inset/.test(cssText))
      .map(({ name }) => name)
    const used = new Set([...document.querySelectorAll('*')].map((element) => getComputedStyle(element).animationName))
    return moving.filter((name) => used.has(name))
  })
}

test('[E82] With reduced motion nothing slides or grows', async ({ person }) => {
  for (const [options, usual] of [
    [PHONE, 'sheet-in'],
    [{}, 'dialog-in'],
  ] as const) {
    const ada = await person('Ada', options)
    await ada.create()
    await ada.room.choose('Preferences')
    await expect(ada.room.dialog).toBeVisible()
    expect(await movements(ada.page)).toContain(usual)
    await ada.page.emulateMedia({ reducedMotion: 'reduce' })
    expect(await movements(ada.page)).toEqual([])
    expect(await ada.page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior)).toBe('auto')
  }
})

test('The preferences hold the language too, and can all be read and reached', async ({ person }) => {
  const ada = await person('Ada')
  await ada.create('Harbour planning')
  await ada.room.choose('Preferences')
  const { dialog } = ada.room
  await expect(dialog.getByRole('group', { name: 'What Harbour planning tells me of' })).toBeVisible()
  await expectAccessible(ada.page, 'the preferences')
  await dialog.getByRole('button', { name: 'Español' }).click()
  await expect(ada.page.locator('html')).toHaveAttribute('lang', 'es')
  await expect(dialog.getByRole('group', { name: 'Colores' })).toBeVisible()
})
