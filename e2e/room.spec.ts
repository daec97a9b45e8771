// A room and the lobby: who talks, who sees it, who is here.
import { expect, test } from './support/test'

test('[O4] The room page has its title, its code, a log with times, an input and a send button', async ({ person }) => {
  const ada = await person('Ada')
  const code = await ada.create('Harbour planning')
  const { page, room } = ada
  await expect(page.getByRole('heading', { level: 1, name: 'Harbour planning' })).toBeVisible()
  await expect(page.getByRole('banner').getByText(code, { exact: true }).locator('visible=true')).toBeVisible()
  await expect(room.log).toHaveAccessibleName('Messages in Harbour planning')
  const before = Date.now()
  await room.composer.fill('The first message')
  await room.send.click()
  await room.hasStored('The first message')
  const time = room.message('The first message').getByRole('time')
  const at = Date.parse((await time.getAttribute('datetime')) ?? '')
  expect(at).toBeGreaterThanOrEqual(before - 1_000)
  expect(at).toBeLessThanOrEqual(Date.now() + 1_000)
  await expect(room.log.getByRole('heading', { level: 2, name: 'Today' })).toBeVisible()
  await expect(room.log.getByRole('heading', { level: 3, name: 'Ada' })).toBeVisible()
})

test('[O5] [P3] What is said reaches everyone in the room at once, and who comes later sees it too', async ({
  person,
}) => {
  const [ada, bo, late] = await Promise.all([person('Ada'), person('Bo'), person('Mina')])
  const code = await ada.create()
  await bo.join(code)
  await ada.room.saySurely('From Ada')
  await expect(bo.room.message('From Ada')).toBeVisible()
  await bo.room.saySurely('From Bo')
  await expect(ada.room.message('From Bo')).toBeVisible()
  await late.join(code)
  await expect(late.room.messages).toHaveText([/From Ada/, /From Bo/])
  await late.room.saySurely('From Mina')
  for (const { room } of [ada, bo]) await expect(room.messages).toHaveText([/From Ada/, /From Bo/, /From Mina/])
})

test('[O6] [P3] The others are told who came and who left', async ({ person }) => {
  const [ada, bo] = await Promise.all([person('Ada'), person('Bo')])
  const code = await ada.create()
  await bo.join(code)
  await expect(ada.room.notice('Bo joined')).toBeVisible()
  await bo.room.choose('Leave room')
  await expect(bo.page).toHaveURL('/join')
  await expect(ada.room.notice('Bo left')).toBeVisible()
  await expect(ada.room.online(1)).toBeVisible()
})

test('[O6] Who closes the browser is gone after the grace time', async ({ person, serve }) => {
  const server = await serve({ env: { LIMITS: 'presenceGraceMs=300' } })
  const [ada, bo] = await Promise.all([person('Ada', { server }), person('Bo', { server })])
  const code = await ada.create()
  await bo.join(code)
  await expect(ada.room.online(2)).toBeVisible()
  await bo.context.close()
  await expect(ada.room.notice('Bo left')).toBeVisible()
  await expect(ada.room.online(1)).toBeVisible()
  await expect(ada.room.other('Bo')).toContainText(/Last here at/)
})

test('[O7] Leave frees the name, says so to all tabs, and the room lets go', async ({ person }) => {
  const [ada, bob, next] = await Promise.all([person('Ada'), person('Bob'), person('Bob')])
  const code = await ada.create()
  await bob.join(code)
  const other = await bob.tab(`/room/${code}`)
  await bob.room.choose('Leave room')
  await expect(bob.page).toHaveURL('/join')
  await expect(other.page.getByText('You left this room.')).toBeVisible()
  await next.join(code)
  await expect(ada.room.other('Bob')).toHaveCount(1)
})

test('[P2] The lobby is there for everybody and names the room in no code', async ({ person }) => {
  const [ada, bo] = await Promise.all([person('Ada of the pier'), person('Bo of the pier')])
  await Promise.all([ada.join(), bo.join()])
  await expect(ada.page.getByRole('heading', { level: 1, name: 'Lobby' })).toBeVisible()
  await ada.room.saySurely('Anybody here')
  await expect(bo.room.message('Anybody here')).toBeVisible()
})

test('[P4] The top bar says how many are here, the list says who, and oneself is marked', async ({ person }) => {
  const [ada, bo] = await Promise.all([person('Ada'), person('Bo')])
  const code = await ada.create()
  await expect(ada.room.online(1)).toBeVisible()
  await bo.join(code)
  for (const { room } of [ada, bo]) {
    await expect(room.online(2)).toBeVisible()
    await expect(room.people.getByRole('heading', { name: 'People, 2 of 2 online' })).toBeVisible()
  }
  await expect(ada.room.people.getByRole('listitem').filter({ hasText: '(you)' })).toContainText('Ada')
  await expect(ada.room.people.getByRole('listitem').filter({ hasText: '(you)' })).toContainText('Host')
  await expect(ada.room.other('Bo')).toContainText('Here')
  await expect(ada.room.other('Ada')).toHaveCount(0)
})

test('Who types is shown to the others and not to oneself', async ({ person }) => {
  const [ada, bo] = await Promise.all([person('Ada'), person('Bo')])
  const code = await ada.create()
  await bo.join(code)
  await bo.room.composer.pressSequentially('I am')
  await expect(ada.page.getByText('Bo is typing')).toBeVisible()
  await expect(bo.page.getByText('Bo is typing')).toHaveCount(0)
  await bo.room.say('done')
  await expect(ada.page.getByText('Bo is typing')).toHaveCount(0)
})

test('The code and the link are copied, by the ticket and by the dialog', async ({ person, server }) => {
  const ada = await person('Ada', { permissions: ['clipboard-read', 'clipboard-write'] })
  const code = await ada.create('Harbour planning')
  const clipboard = () => ada.page.evaluate(() => navigator.clipboard.readText())
  await ada.page.getByRole('banner').getByRole('button', { name: 'Copy room code' }).click()
  await expect.poll(clipboard).toBe(code)
  await ada.page.getByRole('banner').getByRole('button', { name: 'Invite' }).click()
  const { dialog } = ada.room
  await expect(dialog.getByRole('button', { name: 'Copy link' })).toBeFocused()
  await expect(dialog.getByRole('img', { name: /QR code/ })).toBeVisible()
  await dialog.getByRole('button', { name: 'Copy link' }).click()
  await expect.poll(clipboard).toBe(`${server.origin}/room/${code}`)
  await expect(dialog.getByRole('button', { name: 'Copied' })).toBeVisible()
})

test('Words typed before the page is alive are kept', async ({ person }) => {
  const ada = await person('Ada')
  const code = await ada.create()
  let release = (): void => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await ada.page.route('**/_next/static/**/*.js', async (route) => {
    await held
    await route.continue()
  })
  await ada.page.goto(`/room/${code}`, { waitUntil: 'commit' })
  await ada.room.composer.fill('Typed early')
  release()
  await ada.room.isOpen()
  await expect(ada.room.composer).toHaveValue('Typed early')
  await ada.room.send.click()
  await ada.room.hasStored('Typed early')
})
