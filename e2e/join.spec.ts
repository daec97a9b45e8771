// Coming in: the first page, its refusals, and the room behind it.
import type { Page } from '@playwright/test'
import { expect, test } from './support/test'

const CODE = /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/

function nameOf(page: Page) {
  return page.getByLabel('Your name')
}
function codeOf(page: Page) {
  return page.getByLabel('Room code')
}
function press(page: Page, button: string): Promise<void> {
  return page.getByRole('button', { name: button }).click()
}

test('[O1] The first page has a title, a field for the name, one for the code, and Join and Create', async ({
  person,
}) => {
  const { page } = await person('Ada')
  await page.goto('/')
  await expect(page).toHaveURL('/join')
  await expect(page).toHaveTitle('Join a room · Parley')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(nameOf(page)).toBeEditable()
  await expect(codeOf(page)).toBeEditable()
  for (const name of ['Join room', 'Create a room', 'Go to the lobby']) {
    await expect(page.getByRole('button', { name })).toBeEnabled()
  }
})

type Refusal = { what: string; name?: string; code?: string; button?: string; sentence: string }

const REFUSALS: Record<string, Refusal[]> = {
  'Your name': [
    { what: 'no name', name: '', code: 'QF7K-2D9M', sentence: 'Enter a name of 1 to 32 characters.' },
    { what: 'no name for a new room', name: '', button: 'Create a room', sentence: 'Enter a name of 1 to 32' },
    { what: 'spaces', name: '   ', button: 'Go to the lobby', sentence: 'Enter a name of 1 to 32 characters.' },
    { what: '33 characters', name: 'a'.repeat(33), button: 'Go to the lobby', sentence: 'That name is too long.' },
    {
      what: 'nothing visible',
      name: '\u200b\u200b',
      code: 'QF7K-2D9M',
      sentence: 'That name has characters nobody can see.',
    },
    {
      what: 'a turn of the line',
      name: 'Ada\u202ebo',
      code: 'QF7K-2D9M',
      sentence: 'That name has characters nobody can see.',
    },
  ],
  'Room code': [
    { what: 'no code, with the lobby offered', sentence: 'Enter a room code, or go to the lobby.' },
    { what: 'an unknown room', code: '0000-0000', sentence: 'No room has this code.' },
    { what: 'a letter too few', code: 'QF7K-2D9', sentence: 'A room code has 8 letters and digits' },
    { what: '500 letters', code: 'A'.repeat(500), sentence: 'A room code has 8 letters and digits' },
    { what: 'a key of an object', code: '__proto__', sentence: 'A room code has 8 letters and digits' },
  ],
}

for (const [label, cases] of Object.entries(REFUSALS)) {
  test(`[O2] What is wrong with "${label}" is said beside the field, with the focus there and every value kept`, async ({
    person,
  }) => {
    const { page } = await person('Ada')
    await page.goto('/join')
    for (const { what, name = 'Ada', code = '', button = 'Join room', sentence } of cases) {
      await test.step(what, async () => {
        await nameOf(page).fill(name)
        await codeOf(page).fill(code)
        await press(page, button)
        const refused = page.getByLabel(label)
        await expect(refused).toHaveAccessibleDescription(new RegExp(`^${sentence}`))
        await expect(refused).toBeFocused()
        await expect(refused).toHaveAttribute('aria-invalid', 'true')
        await expect(page).toHaveURL('/join')
        await expect(nameOf(page)).toHaveValue(name)
        await expect(codeOf(page)).toHaveValue(code)
      })
    }
  })
}

test('[O2] An over-long title is told beside its field, and everything stays', async ({ person }) => {
  const { page } = await person('Ada')
  await page.goto('/join')
  await nameOf(page).fill('Ada')
  await page.getByText('Name the room').click()
  await page.getByLabel('Room title').fill('t'.repeat(61))
  await press(page, 'Create a room')
  await expect(page.getByLabel('Room title')).toHaveAccessibleDescription(/^That title is too long\./)
  await expect(page.getByLabel('Room title')).toHaveValue('t'.repeat(61))
  await expect(nameOf(page)).toHaveValue('Ada')
})

test('[O3] Create makes a room with a short code and goes there', async ({ person }) => {
  const { page, room } = await person('Ada')
  const codes: string[] = []
  for (const _ of [1, 2]) {
    await page.goto('/join')
    await nameOf(page).fill('Ada')
    await press(page, 'Create a room')
    await expect(page).toHaveURL(/\/room\//)
    await room.isOpen()
    const code = new URL(page.url()).pathname.replace('/room/', '')
    expect(code).toMatch(CODE)
    await expect(page.getByRole('banner').getByText(code).locator('visible=true').first()).toBeVisible()
    codes.push(code)
  }
  expect(codes[0]).not.toBe(codes[1])
})

test('[O3] A new room may have a title', async ({ person }) => {
  const { page } = await person('Ada')
  await page.goto('/join')
  await nameOf(page).fill('Ada')
  await page.getByText('Name the room').click()
  await page.getByLabel('Room title').fill('Harbour planning')
  await press(page, 'Create a room')
  await expect(page.getByRole('heading', { level: 1, name: 'Harbour planning' })).toBeVisible()
  await expect(page).toHaveTitle('Harbour planning · Parley')
})

test('[P1] A name alone enters the lobby, and a username is required', async ({ person }) => {
  const { page, room } = await person('Ada lobby')
  await page.goto('/join')
  await press(page, 'Go to the lobby')
  await expect(nameOf(page)).toHaveAccessibleDescription(/^Enter a name/)
  await nameOf(page).fill('Ada lobby')
  await press(page, 'Go to the lobby')
  await expect(page).toHaveURL('/room/lobby')
  await room.isOpen()
})

test('[E60] Enter presses Join room, and a code is understood in any case, with spaces and look-alikes', async ({
  person,
}) => {
  const ada = await person('Ada')
  const code = await ada.create()
  const sloppy = ` ${code.toLowerCase().replace('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `
  const { page, room } = await person('Bo')
  await page.goto('/join')
  await codeOf(page).fill(sloppy)
  await nameOf(page).fill('Bo')
  await nameOf(page).press('Enter')
  await expect(page).toHaveURL(`/room/${code}`)
  await room.isOpen()
})

test('A pasted link gives its code', async ({ person, server }) => {
  const { page } = await person('Bo')
  await page.goto('/join')
  await codeOf(page).focus()
  await page.evaluate((link) => {
    const data = new DataTransfer()
    data.setData('text', link)
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    )
  }, `${server.origin}/room/QF7K-2D9M`)
  await expect(codeOf(page)).toHaveValue('QF7K-2D9M')
})
