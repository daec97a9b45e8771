// Where messages are written: drafts, answers, changes, names and emoji at the caret.

import { PHONE } from './support/people'
import type { Person } from './support/person'
import { expect, test } from './support/test'

const lastRow = ({ room }: Person) => room.messages.last()

test('[E19] A draft is kept per room over a reload, with the caret at its end, and is gone once sent', async ({
  person,
}) => {
  const [ada, bo] = await Promise.all([person('Ada'), person('Bo')])
  const second = await bo.create('Second')
  const first = await ada.create('First')
  await ada.room.composer.pressSequentially('Not yet done')
  await ada.room.reload()
  await expect(ada.room.composer).toHaveValue('Not yet done')
  await ada.room.composer.press('!')
  await expect(ada.room.composer).toHaveValue('Not yet done!')
  await ada.join(second)
  await expect(ada.room.composer).toHaveValue('')
  await ada.room.open(`/room/${first}`)
  await expect(ada.room.composer).toHaveValue('Not yet done!')
  await ada.room.composer.press('Enter')
  await ada.room.hasStored('Not yet done!')
  await ada.room.reload()
  await expect(ada.room.composer).toHaveValue('')
})

test('[E27] ArrowUp in an empty box edits the last own message; Esc leaves it, Enter saves it for everyone', async ({
  person,
}) => {
  const [ada, bo] = await Promise.all([person('Ada'), person('Bo')])
  await bo.join(await ada.create())
  await ada.room.saySurely('Teh plan')
  await bo.room.saySurely('Which one')
  const box = ada.page.getByRole('textbox', { name: 'Edit message' })
  await ada.room.composer.press('ArrowUp')
  await expect(box).toHaveValue('Teh plan')
  await expect(box).toBeFocused()
  await ada.page.keyboard.press('Escape')
  await expect(ada.room.composer).toHaveValue('')
  await ada.room.composer.press('ArrowUp')
  await box.fill('The plan')
  await box.press('Enter')
  for (const { room } of [ada, bo]) {
    await expect(room.message('The plan (edited)')).toBeVisible()
    await expect(room.log.getByText('Teh plan')).toHaveCount(0)
  }
  await expect(ada.room.composer).toBeFocused()
})

test('[E19] An edit that was begun outlives a reload, and what was being written before it comes back', async ({
  person,
}) => {
  const ada = await person('Ada')
  await ada.create()
  await ada.room.saySurely('One')
  await ada.room.composer.press('ArrowUp')
  const box = ada.page.getByRole('textbox', { name: 'Edit message' })
  await box.fill('One and a half')
  await ada.page.reload()
  await expect(box).toHaveValue('One and a half')
  await box.press('Enter')
  await expect(ada.room.message('One and a half (edited)')).toBeVisible()
})

test('[E16] While an input method composes its Enter sends nothing', async ({ person }) => {
  const ada = await person('Ada')
  await ada.create()
  await ada.room.composer.fill('にほん')
  await ada.room.composer.dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true })
  await expect(ada.room.composer).toHaveValue('にほん')
  await expect(ada.room.messages).toHaveCount(0)
})

test('[E16] A setting swaps Enter and Shift+Enter', async ({ person, server }) => {
  const ada = await person('Ada')
  await ada.context.addCookies([{ name: 'parley-preferences', value: 'enter%3Dbreaks', url: server.origin }])
  await ada.create()
  await ada.room.composer.fill('One')
  await ada.room.composer.press('Enter')
  await ada.room.composer.pressSequentially('Two')
  await expect(ada.room.composer).toHaveValue('One\nTwo')
  await ada.room.composer.press('Shift+Enter')
  await expect(ada.room.composer).toHaveValue('')
  await expect(lastRow(ada)).toContainText('Two')
})

test('[E16] On touch Enter breaks the line and the button sends', async ({ person }) => {
  const ada = await person('Ada', PHONE)
  await ada.create()
  await ada.room.composer.fill('One')
  await ada.room.composer.press('Enter')
  await expect(ada.room.composer).toHaveValue('One\n')
  await ada.room.send.tap()
  await ada.room.hasStored('One')
})

test('[E17] The box grows with its lines, to two fifths of the window, and then scrolls', async ({ person }) => {
  const ada = await person('Ada')
  await ada.create()
  const heightOf = async (): Promise<number> => (await ada.room.composer.boundingBox())?.height ?? 0
  const one = await heightOf()
  await ada.room.composer.fill('One\nTwo\nThree\nFour')
  const four = await heightOf()
  expect(four).toBeGreaterThan(one + 40)
  await ada.room.composer.fill('Line\n'.repeat(80))
  const most = await heightOf()
  const window = ada.page.viewportSize()?.height ?? 0
  expect(most).toBeGreaterThan(window * 0.35)
  expect(most).toBeLessThanOrEqual(window * 0.4 + 1)
})

test('[E36] @ suggests who is here: arrows choose, Tab accepts, Esc closes; the one who is named sees it', async ({
  person,
}) => {
  const [ada, bo] = await Promise.all([person('Ada'), person('Bo Berg')])
  await bo.join(await ada.create())
  await expect(ada.room.online(2)).toBeVisible()
  const list = ada.page.getByRole('listbox', { name: 'Suggestions' })
  await ada.room.composer.pressSequentially('Hello @be')
  await expect(list.getByRole('option')).toHaveText(['@Bo Berg'])
  await ada.page.keyboard.press('Escape')
  await expect(list).toHaveCount(0)
  await expect(ada.room.composer).toHaveValue('Hello @be')
  await ada.page.keyboard.press('Backspace')
  await expect(list).toBeVisible()
  await expect(ada.room.composer).toHaveAttribute('aria-activedescendant', 'composer-suggestions-0')
  await ada.page.keyboard.press('Tab')
  await expect(ada.room.composer).toHaveValue('Hello @Bo Berg ')
  await ada.page.keyboard.press('Enter')
  await expect(bo.room.message('Hello @Bo Berg')).toHaveAttribute('data-mention', '')
})

test('[E37] A shortcode suggests its emoji from two letters on, and its closing colon makes it one', async ({
  person,
}) => {
  const ada = await person('Ada')
  await ada.create()
  const list = ada.page.getByRole('listbox', { name: 'Suggestions' })
  await ada.room.composer.pressSequentially('So :tad')
  await expect(list.getByRole('option').first()).toHaveText('🎉 :tada:')
  await ada.page.keyboard.press('Enter')
  await expect(ada.room.composer).toHaveValue('So 🎉 ')
  await ada.room.composer.pressSequentially(':wave:')
  await expect(ada.room.composer).toHaveValue('So 🎉 👋')
})
