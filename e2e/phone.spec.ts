// The phone, the small window and the large letters.
import type { Page } from '@playwright/test'
import { PHONE } from './support/people'
import { numbered, seed } from './support/seed'
import { expect, test } from './support/test'

/** How far the page itself could be scrolled, in pixels. */
function overflowOf(page: Page): Promise<{ across: number; down: number }> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement
    return { across: scrollWidth - clientWidth, down: scrollHeight - clientHeight }
  })
}

test('[E66] [E69] The page knows of edges and keyboard, forbids no zoom, and its fields are not zoomed into', async ({
  person,
}) => {
  const ada = await person('Ada', PHONE)
  await ada.page.goto('/join')
  const viewport = await ada.page.locator('meta[name=viewport]').getAttribute('content')
  expect(viewport).toContain('viewport-fit=cover')
  expect(viewport).toContain('interactive-widget=resizes-content')
  expect(viewport).not.toMatch(/maximum-scale|user-scalable/)
  const sizeOf = (label: string): Promise<number> =>
    ada.page.getByLabel(label).evaluate((field) => Number.parseFloat(getComputedStyle(field).fontSize))
  expect(await sizeOf('Your name')).toBeGreaterThanOrEqual(16)
  expect(await sizeOf('Room code')).toBeGreaterThanOrEqual(16)
  await ada.create()
  const box = ada.room.composer
  expect(await box.evaluate((field) => Number.parseFloat(getComputedStyle(field).fontSize))).toBeGreaterThanOrEqual(16)
  await expect(box).toHaveAttribute('enterkeyhint', 'enter')
  await expect(box).toHaveAttribute('autocapitalize', 'sentences')
})

test('[E67] [E68] The page never scrolls; a keyboard that shrinks it leaves the last message above the box', async ({
  person,
  server,
}) => {
  const ada = await person('Ada', PHONE)
  const code = await ada.create()
  await seed(server, code, numbered(40))
  await ada.room.reload()
  await ada.room.log.evaluate((log) => log.parentElement?.scrollTo({ top: 0 }))
  expect((await overflowOf(ada.page)).down).toBeLessThanOrEqual(0)
  await ada.page.setViewportSize({ width: 390, height: 460 })
  await expect(ada.room.messages.last()).toBeInViewport({ ratio: 1 })
  expect((await overflowOf(ada.page)).down).toBeLessThanOrEqual(0)
  await expect(ada.room.composer).toBeInViewport({ ratio: 1 })
})

test('[E70] Whatever is pressed in the room is large enough for a finger', async ({ person, server }) => {
  const ada = await person('Ada', PHONE)
  const code = await ada.create('Harbour planning')
  await seed(server, code, numbered(3))
  await ada.room.reload()
  const small = await ada.page.evaluate(() => {
    const buttons = [...document.querySelectorAll<HTMLElement>('header button, form button, .pill, [role=banner] a')]
    return buttons
      .filter((button) => button.getClientRects().length > 0 && !button.closest('[popover]'))
      .map((button) => ({ name: button.ariaLabel ?? button.textContent, box: button.getBoundingClientRect() }))
      .filter(({ box }) => Math.min(box.width, box.height) < 44)
      .map(({ name, box }) => `${name}: ${box.width} by ${box.height}`)
  })
  expect(small).toEqual([])
})

test('[E71] The people are a sheet that going back closes; coming into a room opens no keyboard', async ({
  person,
}) => {
  const ada = await person('Ada', PHONE)
  await ada.create('Harbour planning')
  expect(await ada.page.evaluate(() => document.activeElement?.id)).not.toBe('composer')
  const path = ada.page.url()
  await ada.page.getByRole('button', { name: /^People/ }).click()
  const sheet = ada.page.getByRole('dialog', { name: /^People/ })
  await expect(sheet).toBeVisible()
  await ada.page.goBack()
  await expect(sheet).toHaveCount(0)
  expect(ada.page.url()).toBe(path)
  await expect(ada.room.composer).toBeVisible()
  // Closed by its own button, it leaves nothing behind for the next *back*.
  await ada.page.getByRole('button', { name: /^People/ }).click()
  await sheet.getByRole('button', { name: 'Close' }).click()
  await expect(sheet).toHaveCount(0)
  await expect.poll(() => ada.page.evaluate(() => JSON.stringify(history.state))).not.toContain('parleySheet')
})

test('[E86] At 320 px, and with letters of twice the size, nothing needs to be scrolled both ways', async ({
  person,
  server,
}) => {
  const ada = await person('Ada', { viewport: { width: 320, height: 640 } })
  const code = await ada.create('Harbour planning')
  await seed(server, code, [
    {
      by: 'Teo',
      say: 'A word that is long: Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft',
    },
    { by: 'Teo', say: '`code` and https://a.example/a/very/long/address/that/goes/on/and/on/without/any/end' },
  ])
  for (const size of ['100%', '200%']) {
    for (const path of ['/join', `/room/${code}`]) {
      await ada.page.goto(path)
      await ada.page.evaluate((value) => {
        document.documentElement.style.fontSize = value
      }, size)
      expect((await overflowOf(ada.page)).across, `${path} at ${size}`).toBeLessThanOrEqual(0)
      const list = await ada.page.evaluate(() => {
        const box = document.querySelector('.scroller')
        return box === null ? 0 : box.scrollWidth - box.clientWidth
      })
      expect(list, `the list of ${path} at ${size}`).toBeLessThanOrEqual(0)
    }
  }
})

test('[E76] Esc closes what is nearest, then leaves the edit or the answer, and last leads to the newest message', async ({
  person,
  server,
}) => {
  const ada = await person('Ada')
  const code = await ada.create()
  await seed(server, code, numbered(80))
  await ada.room.reload()
  await ada.room.saySurely('Mine')
  await ada.room.log.evaluate((log) => log.parentElement?.scrollTo({ top: -2_000 }))
  await ada.room.composer.focus()
  await ada.page.keyboard.press('ArrowUp')
  const box = ada.page.getByRole('textbox', { name: 'Edit message' })
  await expect(box).toBeVisible()
  await ada.page.getByRole('button', { name: 'More' }).first().click()
  await ada.page.keyboard.press('Escape')
  await expect(box).toBeVisible()
  await box.focus()
  await ada.page.keyboard.press('Escape')
  await expect(box).toHaveCount(0)
  await expect(ada.room.messages.last()).not.toBeInViewport()
  await ada.page.keyboard.press('Escape')
  await expect(ada.room.messages.last()).toBeInViewport({ ratio: 1 })
})
