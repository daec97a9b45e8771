// Links into a room, and whose name one comes in by.
import { expect, test } from './support/test'

test('[Card] A link into a room asks a stranger only the name, then goes there', async ({ person }) => {
  const ada = await person('Ada')
  const code = await ada.create('Harbour planning')
  const { page, room } = await person('Bo')
  await page.goto(`/room/${code}`)
  await expect(page).toHaveURL(`/join?room=${code}`)
  await expect(page.getByRole('textbox')).toHaveCount(1)
  await page.getByLabel('Your name').fill('Bo')
  await page.getByRole('button', { name: 'Join room' }).click()
  await expect(page).toHaveURL(`/room/${code}`)
  await room.isOpen()
  await ada.room.saySurely('Welcome')
  await expect(room.message('Welcome')).toBeVisible()
})

test('[Card] /join?room=CODE fills the code in, however it is written', async ({ person }) => {
  const ada = await person('Ada')
  const code = await ada.create()
  const { page } = await person('Bo')
  await page.goto(`/join?room=${code.toLowerCase().replace('-', '')}`)
  await expect(page.getByRole('textbox')).toHaveCount(1)
  await page.getByLabel('Your name').fill('Bo')
  await page.getByLabel('Your name').press('Enter')
  await expect(page).toHaveURL(`/room/${code}`)
})

test('/room/code in small letters leads to the room', async ({ person }) => {
  const ada = await person('Ada')
  const code = await ada.create()
  await ada.page.goto(`/room/${code.toLowerCase()}`)
  await expect(ada.page).toHaveURL(`/room/${code}`)
  await ada.room.isOpen()
})

test('[Card] Who has a session and follows a link is in at once', async ({ person }) => {
  const [ada, bo] = await Promise.all([person('Ada'), person('Bo')])
  const [code] = await Promise.all([ada.create('Harbour planning'), bo.create('Elsewhere')])
  await bo.room.open(`/room/${code}`)
  await expect(bo.page).toHaveURL(`/room/${code}`)
  await expect(ada.room.other('Bo')).toBeVisible()
})

test('A look at a link joins nobody: the page that a browser fetches ahead writes no membership', async ({
  person,
}) => {
  const [ada, bo] = await Promise.all([person('Ada'), person('Bo')])
  const [code] = await Promise.all([ada.create(), bo.create()])
  const answer = await bo.context.request.get(`/room/${code}`)
  expect(answer.status()).toBe(200)
  await ada.room.reload()
  await expect(ada.room.people.getByRole('listitem')).toHaveCount(1)
})

test('Whose name is taken in the next room is asked for another one there, and keeps the old one at home', async ({
  person,
}) => {
  const [ada, bob, other] = await Promise.all([person('Ada'), person('Bob'), person('Bob')])
  const [code, home] = await Promise.all([ada.create('Harbour planning'), other.create('Home')])
  await bob.join(code)
  await other.page.goto(`/room/${code}`)
  const field = other.page.getByLabel('Your name')
  await expect(field).toHaveAccessibleDescription(/^Someone here is already called Bob\. Try Bob 2\./)
  await expect(field).toHaveValue('Bob')
  await field.fill('Bobby')
  await other.page.getByRole('button', { name: 'Join room' }).click()
  await other.room.isOpen()
  await expect(ada.room.other('Bobby')).toBeVisible()
  await other.room.open(`/room/${home}`)
  await expect(other.room.people.getByText('Bob', { exact: true })).toBeVisible()
})

test('The name is remembered after leaving Parley', async ({ person }) => {
  const { page, room } = await person('Ada Kurt')
  await page.goto('/join')
  await page.getByLabel('Your name').fill('Ada Kurt')
  await page.getByRole('button', { name: 'Create a room' }).click()
  await room.isOpen()
  await room.choose('Leave Parley')
  await expect(page).toHaveURL('/join')
  await expect(page.getByLabel('Your name')).toHaveValue('Ada Kurt')
})

test('[P1] Bob and bob may both be in and are told apart by a tag', async ({ person }) => {
  const [ada, big, small] = await Promise.all([person('Ada'), person('Bob'), person('bob')])
  const code = await ada.create()
  await big.join(code)
  await small.join(code)
  const tagged = /^(Bob|bob) #(\d{3})/
  const buttons = ada.room.people.getByRole('button', { name: tagged })
  await expect(buttons).toHaveCount(2)
  const tags = (await buttons.allInnerTexts()).map((text) => /#(\d{3})/.exec(text)?.[1])
  expect(new Set(tags).size).toBe(2)
  await big.room.saySurely('I am the big one')
  await expect(ada.room.message('I am the big one').getByText(/^#\d{3}$/)).toBeVisible()
})

test('[P1] A second Bob is refused with a suggestion that is free', async ({ person }) => {
  const [bob, second] = await Promise.all([person('Bob'), person('Bob')])
  const code = await bob.create()
  const { page, room } = second
  await page.goto(`/room/${code}`)
  const field = page.getByLabel('Your name')
  await field.fill('Bob')
  await field.press('Enter')
  await expect(field).toHaveAccessibleDescription(/^Someone here is already called Bob\. Try Bob 2\./)
  await page.getByRole('button', { name: 'Use Bob 2' }).click()
  await expect(field).toHaveValue('Bob 2')
  await page.getByRole('button', { name: 'Join room' }).click()
  await room.isOpen()
  await expect(bob.room.other('Bob 2')).toBeVisible()
})

test('[P1] Of two who join as Bob in the same moment exactly one gets in', async ({ person }) => {
  const host = await person('Ada')
  const code = await host.create()
  const bobs = await Promise.all([person('Bob'), person('Bob')])
  for (const { page } of bobs) {
    await page.goto(`/room/${code}`)
    await page.getByLabel('Your name').fill('Bob')
  }
  await Promise.all(bobs.map(({ page }) => page.getByRole('button', { name: 'Join room' }).click()))
  const ends = await Promise.all(
    bobs.map(async ({ page, room }) => {
      await expect(room.composer.or(page.getByText('Someone here is already called Bob.'))).toBeVisible()
      return room.composer.isVisible()
    }),
  )
  expect(ends.filter(Boolean)).toHaveLength(1)
  await expect(host.room.other('Bob')).toHaveCount(1)
})

test('[E64] An unknown room, an unknown page and a private chat of others read alike: 404, a sentence with the focus, a way on', async ({
  person,
}) => {
  const { page } = await person('Ada', { tolerates: [/status of 404/] })
  for (const path of [
    '/room/0000-0000',
    '/room/nonsense',
    '/room/%00',
    '/private/AAAAAAAAAAAAAAAAAAAAAA',
    '/private/1',
    '/x',
  ]) {
    const answer = await page.goto(path)
    expect(answer?.status(), path).toBe(404)
    await expect(page.getByRole('heading', { level: 1, name: 'Nothing here' })).toBeVisible()
    await expect(page.getByText("This room doesn't exist or was closed.")).toBeFocused()
  }
  await page.getByRole('link', { name: 'Enter a code' }).click()
  await expect(page).toHaveURL('/join')
})
