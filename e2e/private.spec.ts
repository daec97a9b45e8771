// Stepping aside: the question, its answers, and the private chat that only the two can see.
import type { Person } from './support/person'
import { expect, test } from './support/test'

type Meet = (name: string) => Promise<Person>

/** People who are in one room together. */
async function gather(person: Meet, ...names: string[]): Promise<{ people: Person[]; code: string }> {
  const people = await Promise.all(names.map((name) => person(name)))
  const [host, ...others] = people
  const code = (await host?.create('Harbour planning')) ?? ''
  await Promise.all(others.map((other) => other.join(code)))
  for (const { room } of people) await expect(room.online(names.length)).toBeVisible()
  return { people, code }
}

test('[P5] [P6] [P7] Two step aside, nobody else sees it, and meeting again brings the history back', async ({
  person,
}) => {
  const meet: Meet = (name) => person(name, { tolerates: [/status of 404/] })
  const { people, code } = await gather(meet, 'Ada', 'Bo', 'Mina')
  const [ada, bo, mina] = people as [Person, Person, Person]

  await ada.room.invite('Bo', 'About the pilot')
  await expect(bo.room.invites).toContainText('Ada invites you to a private chat')
  await expect(bo.room.invites).toContainText('About the pilot')
  await bo.room.accept()
  for (const { page } of [ada, bo]) await expect(page).toHaveURL(/\/private\/[A-Za-z0-9_-]{22}$/)
  expect(ada.page.url()).toBe(bo.page.url())
  const chat = new URL(ada.page.url()).pathname

  await ada.room.isOpen()
  await bo.room.isOpen()
  await expect(ada.page.getByRole('heading', { level: 1, name: 'Bo' })).toBeVisible()
  await ada.room.saySurely('Only for you')
  await expect(bo.room.message('Only for you')).toBeVisible()
  await bo.room.saySurely('And for you')
  await expect(ada.room.message('And for you')).toBeVisible()

  const answer = await mina.page.goto(chat)
  expect(answer?.status()).toBe(404)
  await expect(mina.page.getByText('Only for you')).toHaveCount(0)
  await mina.room.open(`/room/${code}`)
  await expect(mina.room.message('Only for you')).toHaveCount(0)

  await bo.room.choose('Leave private chat')
  await expect(bo.page).toHaveURL('/join')
  await expect(ada.page.getByText('Bo left this private chat.')).toBeVisible()
  const closed = await bo.page.goto(chat)
  expect(closed?.status()).toBe(404)

  await bo.room.open(`/room/${code}`)
  await ada.page.getByRole('link', { name: 'Back to the room' }).click()
  await expect(ada.page).toHaveURL(`/room/${code}`)
  await ada.room.isOpen()
  await bo.room.invite('Ada')
  await ada.room.accept()
  for (const { page, room } of [ada, bo]) {
    await expect(page).toHaveURL(chat)
    await room.isOpen()
    await expect(room.messages).toHaveText([/Only for you/, /And for you/])
  }
  await ada.room.saySurely('Here again')
  await expect(bo.room.message('Here again')).toBeVisible()
})

test('[P5] One invites others and not oneself', async ({ person }) => {
  const { people } = await gather(person, 'Ada', 'Bo')
  const [ada] = people as [Person]
  await expect(ada.room.people.getByRole('button')).toHaveCount(1)
  await expect(ada.room.people.getByRole('listitem').filter({ hasText: 'Ada' }).getByRole('button')).toHaveCount(0)
  const card = await ada.room.openPerson('Bo')
  await card.getByRole('textbox').fill('n'.repeat(141))
  await expect(card.getByText('1 character too long. Shorten it to send it.')).toBeVisible()
  await card.getByRole('button', { name: 'Invite to a private chat' }).click()
  await expect(card.getByRole('textbox')).toHaveValue('n'.repeat(141))
  await card.getByRole('textbox').fill('n'.repeat(140))
  await card.getByRole('button', { name: 'Invite to a private chat' }).click()
  await expect(card.getByText('Invite sent. Waiting for Bo.').first()).toBeVisible()
})

test('[P6] Declining is silent: the inviter reads pending, and cannot ask again today', async ({ person }) => {
  const { people } = await gather(person, 'Ada', 'Bo')
  const [ada, bo] = people as [Person, Person]
  await ada.room.invite('Bo')
  await bo.room.invites.getByRole('button', { name: 'Decline' }).click()
  await expect(bo.room.invites).toBeHidden()
  const card = await ada.room.openPerson('Bo')
  await expect(card.getByText('Invite sent. Waiting for Bo.').first()).toBeVisible()
  await ada.room.reload()
  await ada.room.openPerson('Bo')
  await expect(card.getByText('Invite sent. Waiting for Bo.').first()).toBeVisible()
  await bo.room.reload()
  await expect(bo.room.online(2)).toBeVisible()
  await expect(bo.room.invites).toBeHidden()
  await card.getByRole('button', { name: 'Withdraw' }).click()
  await card.getByRole('button', { name: 'Invite to a private chat' }).click()
  await expect(card.getByText('You already invited Bo. You can ask again in 24 hours.')).toBeVisible()
})

test('[P6] Later puts the question away, and it can still be accepted', async ({ person }) => {
  const { people } = await gather(person, 'Ada', 'Bo')
  const [ada, bo] = people as [Person, Person]
  await ada.room.invite('Bo')
  await bo.room.invites.getByRole('button', { name: 'Later' }).click()
  await expect(bo.room.invites).toBeHidden()
  await bo.page.getByRole('banner').getByRole('button', { name: 'Invites, 1 waiting for you' }).click()
  await bo.room.dialog.getByRole('button', { name: 'Accept' }).click()
  for (const { page } of [ada, bo]) await expect(page).toHaveURL(/\/private\//)
})

test('[P6] The question stands in every tab, never takes the focus, and one answer closes it in all', async ({
  person,
}) => {
  const { people, code } = await gather(person, 'Ada', 'Bo')
  const [ada, bo] = people as [Person, Person]
  const second = await bo.tab(`/room/${code}`)
  await second.composer.fill('half a sente')
  await ada.room.invite('Bo')
  for (const room of [bo.room, second]) await expect(room.invites.getByRole('button', { name: 'Accept' })).toBeVisible()
  await expect(second.composer).toBeFocused()
  const third = await bo.tab(`/room/${code}`)
  await expect(third.invites.getByRole('button', { name: 'Accept' })).toBeVisible()
  await bo.room.invites.getByRole('button', { name: 'Decline' }).click()
  for (const room of [bo.room, second, third]) await expect(room.invites).toBeHidden()
  await expect(second.composer).toHaveValue('half a sente')
})

test('[P6] Who withdraws the question takes it from the other\u2019s screen', async ({ person }) => {
  const { people } = await gather(person, 'Ada', 'Bo')
  const [ada, bo] = people as [Person, Person]
  await ada.room.invite('Bo')
  await expect(bo.room.invites).toBeVisible()
  const card = await ada.room.openPerson('Bo')
  await card.getByRole('button', { name: 'Withdraw' }).click()
  await expect(bo.room.invites).toBeHidden()
})
