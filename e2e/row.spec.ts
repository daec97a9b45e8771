// The life of a message: reactions, changes, deletions and replies, as both ends see them.
import { elsewhere, messageId } from './support/elsewhere'
import { RowPage } from './support/row-page'
import { expect, test } from './support/test'

/** Without a network the browser says so in the console. */
const AWAY = { tolerates: [/ERR_INTERNET_DISCONNECTED/] }
const GONE = 'That message is not there any more.'

test('[E30] A reaction is there before the server knows, both see it, and a second press takes it back', async ({
  person,
}) => {
  const [ada, bo] = await Promise.all([person('Ada', AWAY), person('Bo')])
  const code = await ada.create('Harbour planning')
  await bo.join(code)
  await bo.room.saySurely('Berth 4 is free.')
  const [hers, his] = [new RowPage(ada.room, 'Berth 4 is free.'), new RowPage(bo.room, 'Berth 4 is free.')]
  await ada.goOffline()
  await hers.react('🎉')
  await expect(hers.chip('🎉')).toHaveAttribute('aria-pressed', 'true')
  await expect(his.chip('🎉')).toHaveCount(0)
  await ada.goOnline()
  await expect(his.chip('🎉')).toHaveAttribute('aria-pressed', 'false')

  await his.chip('🎉').click()
  await expect(hers.chip('🎉')).toHaveText('🎉 2')
  await hers.chip('🎉').hover()
  await expect(hers.row.getByRole('tooltip')).toHaveText('You and Bo')
  await ada.page.keyboard.press('Escape')
  await expect(hers.row.getByRole('tooltip')).toHaveCount(0)

  await hers.chip('🎉').click()
  await expect(hers.chip('🎉')).toHaveAttribute('aria-pressed', 'false')
  await his.chip('🎉').click()
  await expect(hers.chip('🎉')).toHaveCount(0)
  await expect(his.row).toBeFocused()
})

test('[E30] The whole picker reacts too, and writes into the message box', async ({ person }) => {
  const ada = await person('Ada')
  await ada.create()
  await ada.room.saySurely('Who has the key?')
  const row = new RowPage(ada.room, 'Who has the key?')
  await row.press('React')
  await row.toolbar.getByRole('button', { name: 'React with another emoji' }).click()
  await expect(row.dialog.getByRole('searchbox')).toBeFocused()
  await ada.page.keyboard.type('anchor')
  await expect(row.dialog.getByRole('gridcell', { name: 'anchor' })).toBeVisible()
  await ada.page.keyboard.press('Enter')
  await expect(row.dialog).toHaveCount(0)
  await expect(row.chip('⚓')).toHaveAttribute('aria-pressed', 'true')

  await ada.room.composer.fill('Tide')
  await ada.page.getByRole('button', { name: 'Emoji', exact: true }).click()
  await row.dialog.getByRole('searchbox').fill('water wave')
  await row.dialog.getByRole('gridcell', { name: 'Water wave' }).click()
  await expect(ada.room.composer).toHaveValue('Tide🌊')
  await expect(ada.room.composer).toBeFocused()
})

test('[E27] An own message is changed by ArrowUp or from its menu, and both see that it was', async ({ person }) => {
  const [ada, bo] = await Promise.all([person('Ada'), person('Bo')])
  await bo.join(await ada.create())
  await ada.room.saySurely('Gate 3 opens at two.')
  await ada.room.composer.press('ArrowUp')
  const box = ada.page.locator('#composer')
  await expect(box).toHaveValue('Gate 3 opens at two.')
  await box.fill('Gate 4 opens at two.')
  await box.press('Enter')
  for (const { room } of [ada, bo]) await expect(new RowPage(room, 'Gate 4 opens at two.').edited).toBeVisible()

  await new RowPage(ada.room, 'Gate 4 opens at two.').choose('Edit')
  await expect(box).toBeFocused()
  await box.fill('Gate 4 opens at half past two.')
  await box.press('Enter')
  const row = new RowPage(bo.room, 'Gate 4 opens at half past two.')
  await expect(row.edited).toHaveAttribute('title', /\d\d:\d\d:\d\d/)
  await row.press('Other actions')
  await expect(row.dialog.getByRole('button', { name: 'Reply' })).toBeFocused()
  for (const name of ['Edit', 'Delete']) await expect(row.dialog.getByRole('button', { name })).toHaveCount(0)
})

test('[E27] A change that waited too long says so under its message, and is sent again or given up', async ({
  person,
}) => {
  const ada = await person('Ada', AWAY)
  await ada.create()
  await ada.room.saySurely('Low water is at six.')
  const box = ada.page.locator('#composer')
  async function changeInVain(text: string) {
    await ada.goOffline()
    await box.press('ArrowUp')
    await box.fill(text)
    await box.press('Enter')
    await expect(new RowPage(ada.room, text).edited).toBeVisible()
    await ada.page.clock.setFixedTime(Date.now() + 25 * 3_600_000)
    await ada.goOnline()
    await expect(ada.room.log.getByText('Not saved. It waited for more than a day.')).toBeVisible()
    await expect(ada.room.message('Low water is at six.')).toBeVisible()
    await ada.page.clock.setFixedTime(Date.now())
  }
  await changeInVain('Low water is at seven.')
  await ada.room.log.getByRole('button', { name: 'Discard' }).click()
  await expect(ada.room.log.getByText('Not saved.')).toHaveCount(0)
  await expect(ada.room.messages).toBeFocused()

  await changeInVain('Low water is at eight.')
  await ada.room.log.getByRole('button', { name: 'Try again' }).click()
  await expect(new RowPage(ada.room, 'Low water is at eight.').edited).toBeVisible()
  await ada.room.reload()
  await expect(new RowPage(ada.room, 'Low water is at eight.').edited).toBeVisible()
})

test('[E27] [E30] A reaction or a change of what is gone is told once and dropped', async ({ person }) => {
  const ada = await person('Ada', AWAY)
  const code = await ada.create()
  await ada.room.saySurely('Here for a moment')
  const row = new RowPage(ada.room, 'Here for a moment')
  const id = messageId(await row.id())
  await ada.goOffline()
  await row.react('👍')
  await elsewhere(ada, code, (client, { room }) => client.do('message:delete', { roomId: room.id, messageId: id }))
  await ada.goOnline()
  await expect(row.row).toHaveCount(0)
  await expect(ada.page.getByRole('alert').getByText(`Your reaction 👍 was not saved. ${GONE}`)).toBeVisible()
})
