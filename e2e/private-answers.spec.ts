// The four answers to a question for a private chat, and the end that either side can put to its messages.
import { expectAccessible } from './support/axe'
import { gather, stepAside } from './support/gather'
import { expect, test } from './support/test'

test('[E65] [P6] Later keeps the question in the tray, with when it expires; Block there is a silent no', async ({
  person,
}) => {
  const { people } = await gather(person, 'Ada', 'Bo')
  const [ada, bo] = people
  await ada.room.invite('Bo', 'About the pilot')
  await expect(bo.room.invites).toContainText('Expires in 24 hours')
  await bo.room.invites.getByRole('button', { name: 'Later' }).click()
  await bo.page.getByRole('banner').getByRole('button', { name: 'Invites, 1 waiting for you' }).click()
  const tray = bo.room.dialog
  await expect(tray).toContainText('About the pilot')
  await expect(tray).toContainText('Expires in 24 hours')
  await expect(tray.getByRole('button', { name: 'Later' })).toHaveCount(0)
  await expectAccessible(bo.page, 'the tray of invites')
  await tray.getByRole('button', { name: 'Block' }).click()
  await tray.getByRole('button', { name: 'Block Ada' }).click()
  await expect(tray.getByText('No invite is open.')).toBeVisible()
  await tray.getByRole('button', { name: 'Show people' }).click()
  await bo.room.dialog.getByRole('button', { name: /^Ada / }).click()
  await expect(bo.room.dialog.getByText('Blocked by you')).toBeVisible()

  const card = await ada.room.openPerson('Bo')
  await expect(card.getByText('Invite sent. Waiting for Bo.').first()).toBeVisible()
  await ada.room.reload()
  await ada.room.openPerson('Bo')
  await expect(card.getByText('Invite sent. Waiting for Bo.').first()).toBeVisible()
})

test('[E65] Block on the prompt asks, and the prompt goes', async ({ person }) => {
  const { people } = await gather(person, 'Ada', 'Bo')
  const [ada, bo] = people
  await ada.room.invite('Bo')
  await bo.room.invites.getByRole('button', { name: 'Block' }).click()
  await expect(bo.room.invites.getByText('They are not told.')).toBeVisible()
  await expectAccessible(bo.page, 'the question on a prompt')
  await bo.room.invites.getByRole('button', { name: 'Block Ada' }).click()
  await expect(bo.room.invites).toBeHidden()
})

test('Who has a private chat with somebody finds the way to it on their card', async ({ person }) => {
  const { people, code } = await gather(person, 'Ada', 'Bo')
  const [ada, bo] = people
  await stepAside(ada, bo)
  const chat = new URL(ada.page.url()).pathname
  await ada.page.getByRole('button', { name: 'About this person' }).click()
  await expect(ada.room.dialog.getByText('Here now')).toBeVisible()
  await expect(ada.room.dialog.getByRole('button', { name: 'Open private chat' })).toHaveCount(0)
  await ada.room.open(`/room/${code}`)
  const card = await ada.room.openPerson('Bo')
  await card.getByRole('button', { name: 'Open private chat' }).click()
  await expect(ada.page).toHaveURL(chat)
  await expect(ada.page.getByRole('heading', { level: 1, name: 'Bo' })).toBeVisible()
})

test('Burning asks, destroys the messages for both, and leaves a receipt that survives', async ({ person }) => {
  const { people } = await gather(person, 'Ada', 'Bo')
  const [ada, bo] = people
  await stepAside(ada, bo)
  for (const words of ['One', 'Two', 'Three']) await ada.room.saySurely(words)
  await expect(bo.room.message('Three')).toBeVisible()
  await ada.room.choose('Burn the messages')
  const question = ada.room.dialog
  await expect(question).toContainText('for you and for Bo. This cannot be taken back.')
  await expect(question.getByRole('button', { name: 'Keep them' })).toBeFocused()
  await expectAccessible(ada.page, 'the question before burning')
  await question.getByRole('button', { name: 'Keep them' }).click()
  await expect(bo.room.message('One')).toBeVisible()

  await ada.room.choose('Burn the messages')
  await question.getByRole('button', { name: 'Burn all messages' }).click()
  await expect(question).toBeHidden()
  const receipts = async () => {
    await expect(ada.room.log).toContainText(/You burned 3 messages · Today, \d\d:\d\d/)
    await expect(bo.room.log).toContainText(/Ada burned 3 messages · Today, \d\d:\d\d/)
    for (const { room } of [ada, bo]) await expect(room.message('Two')).toHaveCount(0)
  }
  await receipts()
  for (const { room } of [ada, bo]) await room.reload()
  await receipts()
  await bo.room.saySurely('A new start')
  await expect(ada.room.message('A new start')).toBeVisible()
  await receipts()
})
