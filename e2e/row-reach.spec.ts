// Every way to a message's actions: mouse, keyboard alone, one finger.
import { expectAccessible } from './support/axe'
import { DESK, PHONE } from './support/people'
import { RowPage } from './support/row-page'
import { expect, test } from './support/test'

test('[E31] The toolbar comes with mouse or focus, moves nothing, and stands in one row only', async ({ person }) => {
  const ada = await person('Ada', DESK)
  await ada.create()
  for (const body of ['One', 'Two', 'Three']) await ada.room.saySurely(body)
  const [one, two] = [new RowPage(ada.room, 'One'), new RowPage(ada.room, 'Two')]
  await expect(ada.page.getByRole('toolbar')).toHaveCount(0)
  const before = await ada.room.log.evaluate((log) => [log.scrollHeight, log.getBoundingClientRect().top])
  await one.row.hover()
  await expect(one.toolbar).toBeVisible()
  await two.row.hover()
  await expect(two.toolbar).toBeVisible()
  await expect(ada.page.getByRole('toolbar')).toHaveCount(1)
  expect(await ada.room.log.evaluate((log) => [log.scrollHeight, log.getBoundingClientRect().top])).toEqual(before)
})

test('[E31] [E27] [E28] [E29] [E30] By keyboard alone: react, reply, edit, copy, delete and take it back', async ({
  person,
}) => {
  const ada = await person('Ada', { ...DESK, permissions: ['clipboard-read', 'clipboard-write'] })
  const code = await ada.create()
  for (const body of ['One', 'Two']) await ada.room.saySurely(body)
  const { page, room } = ada
  const { keyboard } = page
  const row = new RowPage(room, 'Two')
  const keys = async (...pressed: string[]) => {
    for (const key of pressed) await keyboard.press(key)
  }
  await keys('Shift+Tab', 'ArrowUp', 'ArrowDown')
  await expect(row.row).toBeFocused()
  await keys('Enter', 'Enter', 'ArrowRight', 'Enter')
  await expect(row.chip('❤️')).toHaveAttribute('aria-pressed', 'true')
  await expect(row.toolbar.getByRole('button', { name: 'React', exact: true })).toBeFocused()

  await keys('ArrowRight', 'ArrowRight', 'Enter')
  await expect(row.dialog.getByRole('button', { name: 'Reply' })).toBeFocused()
  await keys('Escape')
  await expect(row.toolbar.getByRole('button', { name: 'Other actions' })).toBeFocused()
  await keys('Enter', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter')
  await expect(row.dialog.getByRole('button', { name: 'Copied' })).toBeFocused()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    `${ada.server.origin}/room/${code}?m=${await row.id()}`,
  )
  await keys('ArrowUp', 'Enter')
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('Two')
  await keys('ArrowUp', 'Enter')
  await expect(page.locator('#composer')).toBeFocused()
  await expect(page.locator('#composer')).toHaveValue('Two')
  await keys('Escape')

  await row.row.focus()
  await keys('Enter', 'ArrowRight', 'Enter')
  await expect(room.composer).toBeFocused()
  await expect(page.getByText('Reply to Ada')).toBeVisible()
  await keys('Escape')

  await row.row.focus()
  await keys('Enter', 'ArrowRight', 'ArrowRight', 'Enter', 'ArrowUp', 'Enter')
  await expect(row.row).toHaveCount(0)
  await expect(new RowPage(room, 'One').row).toBeFocused()
  await page.getByRole('button', { name: 'Undo' }).focus()
  await keys('Enter')
  await expect(row.row).toBeFocused()
})

test('[E31] [E30] A finger that rests opens a sheet with all of it, one that moves does not', async ({ person }) => {
  const [ada, bo] = await Promise.all([person('Ada', PHONE), person('Bo')])
  await bo.join(await ada.create())
  await ada.room.press('Look at the tide table')
  const row = new RowPage(ada.room, 'Look at the tide table')
  await row.longPress()
  await row.dialog.getByRole('button', { name: 'React with 👍' }).tap()
  await expect(row.dialog).toHaveCount(0)
  await expect(row.chip('👍')).toHaveAttribute('aria-pressed', 'true')
  await expect(row.row).toBeFocused()
  await expect(new RowPage(bo.room, row.body).chip('👍')).toBeVisible()
  const chip = await row.chip('👍').boundingBox()
  expect(chip?.height).toBeGreaterThanOrEqual(28)

  await row.longPress()
  await row.dialog.getByRole('button', { name: 'React with another emoji' }).tap()
  await expect(row.dialog.getByRole('searchbox')).toBeVisible()
  await row.dialog.getByRole('button', { name: 'Close' }).tap()
  await row.longPress()
  await row.dialog.getByRole('button', { name: 'Reply' }).tap()
  await expect(ada.page.getByText('Reply to Ada')).toBeVisible()

  const { x, y } = await row.place()
  const touch = await ada.context.newCDPSession(ada.page)
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] })
  // Less than what the browser takes for scrolling, which ends the press by itself.
  await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [{ x, y: y + 12 }] })
  const opened = await ada.page.evaluate(
    () =>
      new Promise((resolve) => {
        setTimeout(() => resolve(document.querySelector('dialog[open]') !== null), 1_000)
      }),
  )
  expect(opened).toBe(false)
})

test('No accessibility faults in a row’s toolbar, chips, menu, sheet and picker', async ({ person }) => {
  const [ada, bo] = await Promise.all([person('Ada', DESK), person('Bo', PHONE)])
  await bo.join(await ada.create('Harbour planning'))
  await ada.room.saySurely('The crane has to be off the quay by five.')
  const [hers, his] = [1, 2].map(
    (who) => new RowPage(who === 1 ? ada.room : bo.room, 'The crane has to be off the quay by five.'),
  ) as [RowPage, RowPage]
  await hers.react('🎉')
  await hers.chip('🎉').focus()
  await hers.press('React')
  await expectAccessible(ada.page, 'toolbar')
  await hers.chip('🎉').hover()
  await expectAccessible(ada.page, 'names of a reaction')
  await hers.press('Other actions')
  await expectAccessible(ada.page, 'menu of a message')
  await ada.page.keyboard.press('Escape')
  const react = hers.toolbar.getByRole('button', { name: 'React', exact: true })
  if ((await react.getAttribute('aria-expanded')) === 'false') await react.click()
  await hers.toolbar.getByRole('button', { name: 'React with another emoji' }).click()
  await expect(hers.dialog.getByRole('gridcell').first()).toBeVisible()
  await expectAccessible(ada.page, 'picker')
  await his.longPress()
  await expectAccessible(bo.page, 'sheet of a message')
  await ada.page.keyboard.press('Escape')
  await hers.choose('Delete')
  await expect(ada.page.getByRole('button', { name: 'Undo' })).toBeVisible()
  await expectAccessible(ada.page, 'undo')
})
