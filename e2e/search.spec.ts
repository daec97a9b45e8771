// Finding a message again: by its words, and by its address.
import { expectAccessible } from './support/axe'
import { PHONE } from './support/people'
import type { Person } from './support/person'
import { idOf, isIn, offCentre } from './support/places'
import { readSeqOf } from './support/read-seq'
import { type Line, numbered, openSeeded, seed } from './support/seed'
import { expect, test, UNBOUNDED } from './support/test'

/** As the scenarios of the list say. */
const HELD = 1

/** Where a needle stands deep in a room. */
const HAYSTACK: Line[] = numbered(200).map((line, index) =>
  index === 60 ? { by: 'Mina', say: 'The **Café** by the quay opens at dawn' } : line,
)

test('[E50] [E51] Search finds words, tells them apart, and a press leads into the middle of what was said', async ({
  person,
  server,
}) => {
  const ada = await person('Ada')
  const code = await openSeeded(server, 'Harbour planning', HAYSTACK)
  await ada.join(code)
  const button = ada.page.getByRole('button', { name: 'Search' })
  await button.click()
  const panel = ada.page.getByRole('complementary', { name: 'Search' })
  const field = panel.getByRole('searchbox', { name: 'Words to find' })
  await expect(field).toBeFocused()
  await field.fill('cafe daw')
  await expect(panel.getByRole('status')).toHaveText('1 result')
  const result = panel.getByRole('listitem')
  await expect(result).toContainText('Mina')
  await expect(result).toContainText('The Café by the quay opens at dawn')
  await expect(result.locator('mark')).toHaveText(['Café', 'daw'])
  await expectAccessible(ada.page, 'search')

  await result.getByRole('button').click()
  const row = ada.room.messages.filter({ hasText: 'by the quay' })
  await expect(row).toBeFocused()
  await expect.poll(() => offCentre(row)).toBeLessThanOrEqual(HELD)
  await expect(ada.page).toHaveURL(new RegExp(`/room/${code}\\?m=${await idOf(row)}$`))
  await expect(ada.room.message('Message 60')).toBeVisible()
  await expect(ada.room.message('Message 62')).toBeVisible()
  await expect(ada.room.message('Message 200')).toHaveCount(0)
  await ada.page.getByRole('button', { name: 'Back to latest' }).click()
  await expect(ada.room.message('Message 200')).toBeInViewport({ ratio: 1 })

  await field.focus()
  await field.press('Escape')
  await expect(panel).toHaveCount(0)
  await expect(button).toBeFocused()
})

test('[E50] The newest results come first, more of them on a press, and none is said in one sentence', async ({
  person,
  server,
}) => {
  const ada = await person('Ada')
  const code = await ada.create()
  await seed(server, code, numbered(45))
  await ada.room.reload()
  await ada.page.getByRole('button', { name: 'Search' }).click()
  const panel = ada.page.getByRole('complementary', { name: 'Search' })
  const field = panel.getByRole('searchbox')
  const results = panel.getByRole('listitem')
  await field.fill('message')
  await expect(panel.getByRole('status')).toHaveText('The newest 20 results')
  await expect(results.first()).toContainText('Message 45')
  await panel.getByRole('button', { name: 'More results' }).click()
  await expect(panel.getByRole('status')).toHaveText('The newest 40 results')
  await panel.getByRole('button', { name: 'More results' }).click()
  await expect(panel.getByRole('status')).toHaveText('45 results')
  await expect(panel.getByRole('button', { name: 'More results' })).toHaveCount(0)
  const numbers = (await results.allInnerTexts()).map((text) => Number(/Message (\d+)/.exec(text)?.[1]))
  expect(numbers).toEqual(Array.from({ length: 45 }, (_, index) => 45 - index))
  await field.press('ArrowDown')
  await expect(results.first().getByRole('button')).toBeFocused()

  await field.fill('lighthouse')
  await expect(panel.getByRole('status')).toHaveText('No message here has all of these words.')
  await panel.getByRole('button', { name: 'Clear the search' }).click()
  await expect(field).toHaveValue('')
  await expect(field).toBeFocused()
})

test('On the phone search is a sheet that makes way for the message', async ({ person, server }) => {
  const ada = await person('Ada', PHONE)
  const code = await ada.create()
  await seed(server, code, HAYSTACK)
  await ada.room.reload()
  await ada.room.choose('Search')
  await ada.room.dialog.getByRole('searchbox').fill('quay')
  await expectAccessible(ada.page, 'search in a sheet')
  await ada.room.dialog.getByRole('listitem').getByRole('button').click()
  await expect(ada.room.dialog).toHaveCount(0)
  const row = ada.room.messages.filter({ hasText: 'by the quay' })
  await expect(row).toBeFocused()
  await expect.poll(() => offCentre(row)).toBeLessThanOrEqual(HELD)
})

test('Who searches faster than the server allows is told so, and the search goes on by itself', async ({
  person,
  serve,
}) => {
  const server = await serve({ env: { LIMITS: `${UNBOUNDED.LIMITS} searchesPerSecond=1` } })
  const ada = await person('Ada', { server })
  const code = await ada.create()
  await seed(server, code, numbered(3))
  await ada.room.reload()
  await ada.page.getByRole('button', { name: 'Search' }).click()
  const panel = ada.page.getByRole('complementary', { name: 'Search' })
  const field = panel.getByRole('searchbox')
  await field.fill('message')
  await expect(panel.getByRole('status')).toHaveText('3 results')
  await field.fill('message 2')
  await expect(panel.getByRole('status')).toHaveText(/^Too many searches at once/)
  await expect(panel.getByRole('status')).toHaveText('1 result')
})

test('[H7] The address of a message leads to it, for a stranger too once they have joined', async ({
  person,
  server,
}) => {
  const [ada, bo] = await Promise.all([person('Ada'), person('Bo')])
  const code = await ada.create('Harbour planning')
  await seed(server, code, HAYSTACK)
  await ada.room.reload()
  await ada.page.getByRole('button', { name: 'Search' }).click()
  await ada.page.getByRole('searchbox').fill('quay')
  await ada.page.getByRole('complementary', { name: 'Search' }).getByRole('listitem').getByRole('button').click()
  await expect(ada.page).toHaveURL(/\?m=/)
  const address = new URL(ada.page.url())

  await ada.room.reload()
  await isAtIt(ada)
  await bo.page.goto(address.href)
  await bo.page.getByLabel('Your name').fill('Bo')
  await bo.page.getByRole('button', { name: 'Join room' }).click()
  await bo.room.isOpen()
  await isIn(bo.page, 'Harbour planning')
  await isAtIt(bo)

  async function isAtIt({ page, room }: Person) {
    const row = room.messages.filter({ hasText: 'by the quay' })
    await expect(row).toBeFocused()
    await expect.poll(() => offCentre(row)).toBeLessThanOrEqual(HELD)
    expect(new URL(page.url()).search).toBe(address.search)
    await expect(room.message('Message 200')).toHaveCount(0)
    await page.getByRole('button', { name: 'Back to latest' }).click()
    await expect(room.message('Message 200')).toBeInViewport({ ratio: 1 })
  }
})

test('The address of a message that is not there leads to the end of the room, and that is said', async ({
  person,
  server,
}) => {
  const ada = await person('Ada')
  const code = await ada.create()
  await seed(server, code, numbered(80))
  // What is still unread would be where she comes in.
  await expect.poll(() => readSeqOf(server, code, 'Ada')).toBe(80)
  await ada.room.reload()
  const known = await idOf(ada.room.messages.last())
  const unknown = known.slice(0, -1) + (known.endsWith('A') ? 'B' : 'A')
  await ada.room.open(`/room/${code}?m=${unknown}`)
  // Once for who sees it, once for who hears it.
  const told = ada.page.getByText('That message is not there any more.')
  await expect(told).toHaveCount(2)
  await expect(told.first()).toBeVisible()
  await expect(ada.room.message('Message 80')).toBeInViewport({ ratio: 1 })
})
