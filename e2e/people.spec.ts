// Who is here: their card, their names, and whom one would rather not hear.
import { noteSaid, saidOn } from './support/attention'
import { expectAccessible } from './support/axe'
import { gather } from './support/gather'
import { expect, test } from './support/test'

test('[E41] A new name: refused with a suggestion when it is taken or looks like one, told to the others', async ({
  person,
}) => {
  const { people } = await gather(person, 'Ada', 'Bo')
  const [ada, bo] = people
  await ada.room.choose('Change my name')
  const dialog = ada.room.dialog
  const field = dialog.getByLabel('Your name')
  await expect(field).toBeFocused()
  await expect(field).toHaveValue('Ada')

  for (const [typed, sentence] of [
    ['', 'Enter a name of 1 to 32 characters.'],
    ['host', 'Nobody can be called host. Choose another name.'],
    ['B\u043e', 'That name mixes letters of different scripts. Use the letters of one.'],
    ['B0', /B0 looks like the name of someone here\. Try /],
    ['Bo', /Someone here is already called Bo\. Try Bo 2\./],
  ] as const) {
    await field.fill(typed)
    await field.press('Enter')
    await expect(dialog.getByText(sentence)).toBeVisible()
    await expect(field).toHaveAccessibleDescription(sentence)
    await expect(field).toBeFocused()
  }
  await expectAccessible(ada.page, 'a refused name')
  await dialog.getByRole('button', { name: 'Use Bo 2' }).click()
  await expect(field).toHaveValue('Bo 2')
  await dialog.getByRole('button', { name: 'Change name' }).click()
  await expect(dialog).toBeHidden()
  await expect(bo.room.notice('Ada is now Bo 2')).toBeVisible()
  await expect(bo.room.other('Bo 2')).toBeVisible()
  await expect(ada.room.people.getByRole('listitem').filter({ hasText: '(you)' })).toContainText('Bo 2')
  await ada.room.saySurely('Under the new name')
  await expect(bo.room.message('Under the new name')).toContainText('Bo 2')
})

test('[E41] Two names that differ in letter case only are told apart by a tag, wherever they stand', async ({
  person,
}) => {
  const { people } = await gather(person, 'Bob', 'Mina', 'bob')
  const [bob, mina, other] = people
  await bob.room.saySurely('From the one')
  await other.room.saySurely('From the other')
  await expect(mina.room.message('From the one')).toContainText(/Bob\s*#\d{3}/)
  await expect(mina.room.message('From the other')).toContainText(/bob\s*#\d{3}/)
  const tags = await mina.room.people.getByText(/^#\d{3}$/).allTextContents()
  expect(new Set(tags).size).toBe(2)
  await mina.room.people.getByRole('button', { name: /^Bob/ }).click()
  await expect(mina.room.dialog.getByRole('heading', { level: 2 })).toHaveText(/^Bob #\d{3}$/)
})

test('[E41] [E40] The card says who somebody is, and Mention writes their name', async ({ person }) => {
  const { people } = await gather(person, 'Ada', 'Bo')
  const [ada, bo] = people
  const card = await bo.room.openPerson('Ada')
  await expect(card.getByText('Host · Here now')).toBeVisible()
  await expectAccessible(bo.page, 'the card of a person')
  await card.getByRole('button', { name: 'Mention' }).click()
  await expect(card).toBeHidden()
  await expect(bo.room.composer).toBeFocused()
  await expect(bo.room.composer).toHaveValue('@Ada ')
  await bo.room.composer.pressSequentially('low water?')
  await bo.room.composer.press('Enter')
  await expect(ada.room.message('@Ada low water?')).toBeVisible()
})

test('[E40] Who is gone is shown by another shape, with the time they were last seen', async ({ person, serve }) => {
  const server = await serve({ env: { LIMITS: 'presenceGraceMs=300' } })
  const [ada, bo] = await Promise.all([person('Ada', { server }), person('Bo', { server })])
  const code = await ada.create()
  await bo.join(code)
  const dot = (state: string) => ada.room.other('Bo').locator(`.presence-dot[data-state=${state}]`)
  await expect(dot('present')).toBeVisible()
  const shape = (state: string) =>
    dot(state).evaluate((element) => `${getComputedStyle(element).background} ${getComputedStyle(element).boxShadow}`)
  const here = await shape('present')
  await bo.context.close()
  await expect(dot('absent')).toBeVisible()
  expect(await shape('absent')).not.toBe(here)
  const card = await ada.room.openPerson('Bo')
  await expect(card.getByText(/^Last here at \d\d:\d\d$/)).toBeVisible()
})

test('Muting is one press, only oneself can tell, and nothing they write is said aloud', async ({ person }) => {
  const { people } = await gather(person, 'Ada', 'Bo', 'Mina')
  const [ada, bo, mina] = people
  const card = await ada.room.openPerson('Bo')
  await card.getByRole('button', { name: 'Mute for me' }).click()
  await expect(card.getByText('Muted by you')).toBeVisible()
  await ada.page.keyboard.press('Escape')
  await expect(card).toBeHidden()
  await noteSaid(ada.page)
  await bo.room.saySurely('Not to be heard')
  await expect(ada.room.message('Not to be heard')).toBeVisible()
  await mina.room.saySurely('To be heard')
  await expect.poll(() => saidOn(ada.page)).toContain('Mina: To be heard')
  expect(await saidOn(ada.page)).toEqual(['Mina: To be heard'])

  await ada.room.reload()
  await ada.room.openPerson('Bo')
  await expect(card.getByText('Muted by you')).toBeVisible()
  await card.getByRole('button', { name: 'Unmute' }).click()
  await expect(card.getByText('Muted by you')).toHaveCount(0)
})

test('Blocking asks first, and whoever is blocked cannot tell: messages go, the invite reads pending', async ({
  person,
}) => {
  const { people } = await gather(person, 'Ada', 'Bo', 'Mina')
  const [ada, bo, mina] = people
  const card = await ada.room.openPerson('Bo')
  await card.getByRole('button', { name: 'Block', exact: true }).click()
  await expect(card.getByText('They are not told.')).toBeVisible()
  await expect(card.getByRole('button', { name: 'Block Bo' })).toBeFocused()
  await expectAccessible(ada.page, 'the question before blocking')
  await card.getByRole('button', { name: 'Cancel' }).click()
  await expect(card.getByRole('button', { name: 'Block', exact: true })).toBeFocused()
  await card.getByRole('button', { name: 'Block', exact: true }).click()
  await card.getByRole('button', { name: 'Block Bo' }).click()
  await expect(card.getByText('Blocked by you')).toBeVisible()
  await expect(card.getByRole('button', { name: 'Unblock' })).toBeFocused()
  await expect(card.getByRole('button', { name: 'Invite to a private chat' })).toHaveCount(0)
  await ada.page.keyboard.press('Escape')

  await bo.room.saySurely('Can you read this?')
  await expect(mina.room.message('Can you read this?')).toBeVisible()
  await bo.room.invite('Ada')
  await mina.room.invite('Ada')
  await expect(ada.room.invites).toContainText('Mina invites you to a private chat')
  await expect(ada.room.invites).not.toContainText('Bo')
  const pending = await bo.room.openPerson('Ada')
  await expect(pending.getByText('Invite sent. Waiting for Ada.').first()).toBeVisible()
})

test('[E63] Who is alone reads so in the list of people, and is one press from inviting others', async ({ person }) => {
  const ada = await person('Ada')
  await ada.create('Harbour planning')
  await expect(ada.room.people.getByText('Nobody else is here.')).toBeVisible()
  await ada.room.people.getByRole('button', { name: 'Invite people' }).click()
  await expect(ada.room.dialog.getByRole('button', { name: 'Copy link' })).toBeFocused()
})

test('[E61] [E62] The invite dialog: link, code and a QR code that is dark on white in both themes', async ({
  person,
}) => {
  const ada = await person('Ada')
  const code = await ada.create('Harbour planning')
  await ada.page.getByRole('banner').getByRole('button', { name: 'Invite', exact: true }).click()
  const { dialog } = ada.room
  await expect(dialog.getByText('Anyone with the code can join. No account needed.')).toBeVisible()
  await expect(dialog.getByText(code, { exact: true })).toBeVisible()
  await expect(dialog.getByText(`${ada.server.origin}/room/${code}`)).toBeVisible()
  const picture = dialog.getByRole('img')
  await expect(picture).toBeVisible()
  for (const colorScheme of ['light', 'dark'] as const) {
    await ada.page.emulateMedia({ colorScheme })
    const look = await picture.evaluate((element) => {
      const svg = element.closest('svg') ?? element.querySelector('svg') ?? element
      const path = svg.querySelector('path') ?? svg
      return { width: svg.getBoundingClientRect().width, ink: getComputedStyle(path).fill }
    })
    expect(look.width).toBeGreaterThanOrEqual(200)
    expect(look.ink).toMatch(/^rgb\((\d|[1-4]\d), /)
  }
})

test('[E39] The typing line names one, two, then several, keeps its height, and is never said aloud', async ({
  person,
}) => {
  const { people } = await gather(person, 'Ada', 'Bo', 'Mina', 'Teo')
  const [ada, bo, mina, teo] = people
  const line = ada.page.locator('.typing-line')
  const height = async () => (await line.locator('..').boundingBox())?.height
  const before = await height()
  await bo.room.composer.pressSequentially('a')
  await expect(line).toHaveText('Bo is typing')
  await mina.room.composer.pressSequentially('b')
  await expect(line).toHaveText(/^(Bo and Mina|Mina and Bo) are typing$/)
  await bo.room.composer.pressSequentially('c')
  await teo.room.composer.pressSequentially('d')
  await expect(line).toHaveText('Several people are typing')
  expect(await height()).toBe(before)
  await expect(line).toHaveAttribute('aria-hidden', 'true')
  await expect(line).toHaveText('', { timeout: 20_000 })
})
