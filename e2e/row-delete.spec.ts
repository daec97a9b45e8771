// Deleting and answering: what can be taken back, what stays where it stood, and where the focus goes.
import { readSeqOf } from './support/read-seq'
import { RowPage } from './support/row-page'
import { numbered, seed } from './support/seed'
import { expect, test } from './support/test'

test('[E28] A deletion can be undone, and is none for the others until then', async ({ person }) => {
  const [ada, bo] = await Promise.all([person('Ada'), person('Bo')])
  await bo.join(await ada.create())
  for (const body of ['One', 'Two', 'Three']) await ada.room.saySurely(body)
  await expect(bo.room.message('Three')).toBeVisible()
  const row = new RowPage(ada.room, 'Two')
  await row.choose('Delete')
  await expect(row.row).toHaveCount(0)
  await expect(ada.room.message('Three')).toBeFocused()
  await expect(bo.room.message('Two')).toBeVisible()
  await ada.page.getByRole('status').getByRole('button', { name: 'Undo' }).click()
  await expect(row.row).toBeFocused()
  await expect(ada.page.getByRole('button', { name: 'Undo' })).toHaveCount(0)
  await ada.room.saySurely('Four')
  await expect(bo.room.message('Four')).toBeVisible()
  await expect(bo.room.message('Two')).toBeVisible()

  await row.choose('Delete')
  await expect(bo.room.message('Two')).toHaveCount(0)
  await expect(ada.page.getByRole('button', { name: 'Undo' })).toHaveCount(0)
  await ada.room.reload()
  await expect(row.row).toHaveCount(0)
})

test('[E28] A deletion holds when the page is left before its time is over', async ({ person }) => {
  const [ada, bo] = await Promise.all([person('Ada'), person('Bo')])
  await bo.join(await ada.create())
  await ada.room.saySurely('Said too much')
  await expect(bo.room.message('Said too much')).toBeVisible()
  await new RowPage(ada.room, 'Said too much').choose('Delete')
  await expect(ada.page.getByRole('button', { name: 'Undo' })).toBeVisible()
  await ada.page.goto('/join')
  await expect(bo.room.message('Said too much')).toHaveCount(0)
})

test('[E28] What was answered leaves a trace, and the last of all gives the focus to the message box', async ({
  person,
}) => {
  const [ada, bo] = await Promise.all([person('Ada'), person('Bo')])
  await bo.join(await ada.create())
  await ada.room.saySurely('Who has the key?')
  await new RowPage(bo.room, 'Who has the key?').press('Reply')
  await bo.room.saySurely('I do.')
  await expect(ada.room.message('I do.')).toBeVisible()
  await new RowPage(ada.room, 'Who has the key?').choose('Delete')
  for (const { room } of [ada, bo]) {
    await expect(room.messages.first()).toContainText('Message deleted')
    await expect(room.messages.last().getByRole('button', { name: 'In reply to Ada: a deleted message' })).toBeVisible()
  }
  await new RowPage(bo.room, 'I do.').choose('Delete')
  await expect(bo.room.log.getByText('Message deleted')).toHaveCount(0)
  await expect(bo.page.getByRole('textbox', { name: /^Message / })).toBeFocused()
})

test('[E29] [E24] An answer shows what it answers, leads there, and so does the time of a message', async ({
  person,
}) => {
  const [ada, bo] = await Promise.all([person('Ada'), person('Bo')])
  const code = await ada.create()
  await bo.join(code)
  await ada.room.saySurely('Can you confirm the pilot?')
  await new RowPage(bo.room, 'Can you confirm the pilot?').press('Reply')
  await expect(bo.room.composer).toBeFocused()
  await bo.room.saySurely('Confirmed.')
  const quote = ada.room
    .message('Confirmed.')
    .getByRole('button', { name: 'In reply to Ada: Can you confirm the pilot?' })
  await quote.click()
  await expect(ada.room.messages.first()).toBeFocused()

  const row = new RowPage(ada.room, 'Confirmed.')
  const id = await row.id()
  await row.row.getByRole('link', { name: /^\d\d:\d\d$/ }).click()
  await expect(row.row).toBeFocused()
  await expect(ada.page).toHaveURL(`/room/${code}?m=${id}`)
})

test('[E29] An answer to what is not loaded says so, and still leads there', async ({ person }) => {
  const ada = await person('Ada')
  const code = await ada.create()
  await ada.room.saySurely('The first of all')
  await seed(ada.server, code, numbered(60))
  await expect(ada.room.message('Message 60')).toBeVisible()
  await new RowPage(ada.room, 'The first of all').press('Reply')
  await ada.room.saySurely('To the first')
  // What is still unread would be where she comes in, and lead to what is before it.
  await expect.poll(() => readSeqOf(ada.server, code, 'Ada')).toBe(62)
  await ada.room.reload()
  await expect(ada.room.message('To the first')).toBeVisible()
  await expect(ada.room.log.getByText('The first of all')).toHaveCount(0)
  await ada.room.log.getByRole('button', { name: 'In reply to: An earlier message' }).click()
  await expect(ada.room.messages.filter({ hasText: 'The first of all' }).first()).toBeFocused()
})
