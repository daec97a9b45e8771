// The language of a page: asked for by the browser, chosen by a person, kept; and Arabic from right to left.
import { expect, test } from './support/test'

const ARABIC = /[\u0600-\u06ff]/

test('[E88] A page is in the language that the browser asks for, with its name on it', async ({ person }) => {
  for (const [locale, lang, dir, heading] of [
    ['es-MX', 'es', 'ltr', 'Entra en la sala.'],
    ['ar-EG', 'ar', 'rtl', ARABIC],
    ['de-DE', 'en', 'ltr', 'Step into the room.'],
  ] as const) {
    const { page } = await person(`A reader of ${locale}`, { locale })
    await page.goto('/join')
    await expect(page.locator('html')).toHaveAttribute('lang', lang)
    await expect(page.locator('html')).toHaveAttribute('dir', dir)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading)
  }
})

test('The language is changed in place, what was typed stays, and the choice is kept', async ({ person }) => {
  const { page } = await person('Ada', { tolerates: [/status of 404/] })
  await page.goto('/join')
  await page.getByLabel('Your name').fill('Ada')
  await page.getByRole('button', { name: 'Español' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Entra en la sala.')
  await expect(page).toHaveTitle('Entrar en una sala · Parley')
  await expect(page.getByRole('button', { name: 'Español' })).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByLabel('Tu nombre')).toHaveValue('Ada')
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('lang', 'es')
  await page.goto('/no-such-page')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Aquí no hay nada')
})

test('Without JavaScript the language is changed by a plain form', async ({ person }) => {
  const { page } = await person('Ada', { javaScriptEnabled: false })
  await page.goto('/join')
  await page.getByRole('button', { name: 'العربية' }).click()
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(ARABIC)
})

test('[E87] In Arabic the room runs from right to left, and English words in it from left to right', async ({
  person,
}) => {
  const ada = await person('Ada')
  const code = await ada.create('Harbour planning')
  await ada.room.saySurely('Low water is at six.')
  const layla = await person('ليلى', { locale: 'ar' })
  await layla.page.goto(`/join?room=${code}`)
  await layla.page.getByLabel('اسمك').fill('ليلى')
  await layla.page.getByRole('button', { name: 'دخول الغرفة' }).click()
  const list = layla.page.getByRole('log')
  const words = list.getByText('Low water is at six.')
  await expect(words).toBeVisible()
  await expect(words).toHaveCSS('direction', 'ltr')
  await expect(list).toHaveCSS('direction', 'rtl')
  const people = layla.page.getByRole('complementary', { name: 'الأشخاص' })
  const [listBox, peopleBox] = [await list.boundingBox(), await people.boundingBox()]
  expect(peopleBox?.x).toBeLessThan(listBox?.x ?? 0)
})
