// Joining, creating, refusals and leaving with JavaScript off: plain pages and plain forms.
import { expect, test } from './support/test'

const OFF = { javaScriptEnabled: false }

test('Without JavaScript one creates a room, reads it and leaves it', async ({ person }) => {
  const { page } = await person('Ada', OFF)
  await page.goto('/join')
  await page.getByLabel('Your name').fill('Ada')
  await page.getByText('Name the room').click()
  await page.getByLabel('Room title').fill('Harbour planning')
  await page.getByRole('button', { name: 'Create a room' }).click()
  await expect(page).toHaveURL(/\/room\/[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  const room = page.url()
  await expect(page.getByRole('heading', { level: 1, name: 'Harbour planning' })).toBeVisible()
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('button', { name: 'Leave room' }).click()
  await expect(page).toHaveURL('/join')
  await page.goto(room)
  await expect(page.getByRole('button', { name: 'Join room' })).toBeVisible()
})

test('Without JavaScript one joins by code, sees what was written, and ends the session', async ({ person }) => {
  const ada = await person('Ada')
  const code = await ada.create('Harbour planning')
  await ada.room.saySurely('Low water is at six')
  const { page } = await person('Bo', OFF)
  await page.goto('/join')
  await page.getByLabel('Room code').fill(code.toLowerCase())
  await page.getByLabel('Your name').fill('Bo')
  await page.getByRole('button', { name: 'Join room' }).click()
  await expect(page).toHaveURL(`/room/${code}`)
  await expect(page.getByRole('log').getByText('Low water is at six')).toBeVisible()
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('button', { name: 'Leave Parley' }).click()
  await expect(page).toHaveURL('/join')
  await page.goto(`/room/${code}`)
  await expect(page).toHaveURL(`/join?room=${code}`)
  await expect(page.getByLabel('Your name')).toHaveValue('Bo')
})

test('[O2] Without JavaScript every refusal stands beside its field with the values kept', async ({ person }) => {
  const { page } = await person('Ada', { ...OFF, tolerates: [/status of 404/] })
  await page.goto('/join')
  await page.getByLabel('Your name').fill('Ada')
  await page.getByLabel('Room code').fill('0000-0000')
  await page.getByRole('button', { name: 'Join room' }).click()
  await expect(page.getByLabel('Room code')).toHaveAccessibleDescription(/^No room has this code\./)
  await expect(page.getByLabel('Room code')).toHaveValue('0000-0000')
  await expect(page.getByLabel('Your name')).toHaveValue('Ada')
  await page.getByLabel('Your name').fill('')
  await page.getByRole('button', { name: 'Go to the lobby' }).click()
  await expect(page.getByLabel('Your name')).toHaveAccessibleDescription(/^Enter a name/)
  await expect(page.getByLabel('Room code')).toHaveValue('0000-0000')
  const answer = await page.goto('/room/0000-0000')
  expect(answer?.status()).toBe(404)
  await expect(page.getByText("This room doesn't exist or was closed.")).toBeVisible()
})

test('[P1] Without JavaScript a name leads to the lobby, and a link into a room is one button', async ({ person }) => {
  const ada = await person('Ada')
  const code = await ada.create('Harbour planning')
  const { page } = await person('Bo of the lobby', OFF)
  await page.goto('/join')
  await page.getByLabel('Your name').fill('Bo of the lobby')
  await page.getByRole('button', { name: 'Go to the lobby' }).click()
  await expect(page).toHaveURL('/room/lobby')
  await expect(page.getByRole('heading', { level: 1, name: 'Lobby' })).toBeVisible()
  await page.goto(`/room/${code}`)
  await expect(page.getByRole('textbox')).toHaveCount(0)
  await page.getByRole('button', { name: 'Join room' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Harbour planning' })).toBeVisible()
})

test('A page left open while somebody else comes in by the same browser does not leave in their name', async ({
  person,
}) => {
  const { page: first, context } = await person('Ada', OFF)
  await first.goto('/join')
  await first.getByLabel('Your name').fill('Ada')
  await first.getByRole('button', { name: 'Create a room' }).click()
  await expect(first).toHaveURL(/\/room\/[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  const room = first.url()
  const [second, bo] = [await context.newPage(), await context.newPage()]
  await second.goto(room)
  await bo.goto(room)
  await bo.getByRole('button', { name: 'More' }).click()
  await bo.getByRole('button', { name: 'Leave Parley' }).click()
  await expect(bo).toHaveURL('/join')
  await bo.goto(room)
  await bo.getByLabel('Your name').fill('Bo')
  await bo.getByRole('button', { name: 'Join room' }).click()
  await expect(bo).toHaveURL(room)
  for (const [page, name] of [
    [first, 'Leave Parley'],
    [second, 'Leave room'],
  ] as const) {
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('button', { name }).click()
    await expect(page).toHaveURL('/join')
    await bo.goto(room)
    await expect(bo.getByRole('button', { name: 'More' })).toBeVisible()
  }
})
