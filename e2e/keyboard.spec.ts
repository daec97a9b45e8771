// All of it without a mouse.
import type { Locator } from '@playwright/test'
import { expect, test } from './support/test'

/** Presses Tab until the focus is there; a hundred stops are more than any screen has. */
async function tabTo(target: Locator): Promise<void> {
  for (let stops = 0; stops < 100; stops += 1) {
    await target.page().keyboard.press('Tab')
    if (await target.evaluate((element) => element === document.activeElement)) return
  }
  throw new Error(`Tab never reached ${target}`)
}

test('By keyboard alone one joins, talks, shares the code, invites, talks in private and leaves', async ({
  person,
}) => {
  const [ada, bo] = await Promise.all([person('Ada'), person('Bo')])
  const code = await bo.create('Harbour planning')
  const { page, room } = ada
  const { keyboard } = page
  await page.goto('/join')
  await tabTo(page.getByLabel('Room code'))
  await keyboard.type(code)
  await tabTo(page.getByLabel('Your name'))
  await keyboard.type('Ada')
  await keyboard.press('Enter')
  await expect(page).toHaveURL(`/room/${code}`)
  await room.isOpen()

  await expect(room.composer).toBeFocused()
  await keyboard.type('By keyboard')
  await keyboard.press('Enter')
  await room.hasStored('By keyboard')
  await expect(room.composer).toBeFocused()

  await tabTo(page.getByRole('button', { name: 'Invite', exact: true }))
  await keyboard.press('Enter')
  await expect(room.dialog.getByRole('button', { name: 'Copy link' })).toBeFocused()
  await keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Invite', exact: true })).toBeFocused()

  await tabTo(room.other('Bo'))
  await keyboard.press('Enter')
  await expect(room.dialog.getByRole('button', { name: 'Invite to a private chat' })).toBeFocused()
  await keyboard.press('Enter')
  await expect(room.dialog.getByRole('button', { name: 'Withdraw' })).toBeVisible()
  await keyboard.press('Escape')
  await expect(room.other('Bo')).toBeFocused()

  await tabTo(bo.room.invites.getByRole('button', { name: 'Accept' }))
  await bo.page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/private\//)
  await room.isOpen()
  await tabTo(room.composer)
  await keyboard.type('Between us')
  await keyboard.press('Enter')
  await expect(bo.room.message('Between us')).toBeVisible()

  await tabTo(page.getByRole('button', { name: 'More' }))
  await keyboard.press('Enter')
  await tabTo(page.getByRole('button', { name: 'Leave private chat' }))
  await keyboard.press('Enter')
  await expect(page).toHaveURL('/join')
})

test('[E75] F6 goes round header, messages, composer and people; the messages are one stop with arrows inside', async ({
  person,
}) => {
  const [ada, bo] = await Promise.all([person('Ada'), person('Bo')])
  const code = await ada.create('Harbour planning')
  await bo.join(code)
  const { page, room } = ada
  for (const body of ['One', 'Two', 'https://three.example']) await room.saySurely(body)
  const regions = [page.getByRole('banner'), page.getByRole('main'), room.people]
  const visited = new Set<number>()
  for (const _ of 'round and round') {
    await page.keyboard.press('F6')
    for (const [index, region] of regions.entries()) {
      if (await region.evaluate((element) => element.contains(document.activeElement))) visited.add(index)
    }
  }
  expect([...visited].sort()).toEqual([0, 1, 2])

  await room.composer.focus()
  await page.keyboard.press('Shift+Tab')
  await expect(room.log.getByRole('link', { name: 'https://three.example' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(room.messages.nth(2)).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await expect(room.messages.nth(1)).toBeFocused()
  await page.keyboard.press('Home')
  await expect(room.messages.nth(0)).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(room.composer).toBeFocused()
})

test('The first stop of a room skips to the message box', async ({ person }) => {
  const ada = await person('Ada')
  await ada.create()
  await ada.room.composer.blur()
  await ada.page.keyboard.press('Tab')
  const skip = ada.page.getByRole('link', { name: 'Skip to message box' })
  await tabTo(skip).catch(() => skip.focus())
  await expect(skip).toBeInViewport()
  await ada.page.keyboard.press('Enter')
  await expect(ada.room.composer).toBeFocused()
})
