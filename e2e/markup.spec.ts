// [Fault] Stored HTML ran as code. Here it is text, wherever people can write something.
import type { Page } from '@playwright/test'
import { cleanText } from '#lib/shared/text'
import { HOSTILE, HOSTILE_NAME } from './support/hostile'
import { seed } from './support/seed'
import { expect, test } from './support/test'

const PROTOCOLS = ['http:', 'https:', 'mailto:']

/** What a page of ours has nowhere: elements that only smuggled markup would bring. */
const SMUGGLED =
  'img, iframe, object, embed, base, marquee, math, video, details, input, meta[http-equiv], svg script, svg animate'

async function expectHarmless(page: Page): Promise<void> {
  expect(await page.evaluate(() => Reflect.get(window, 'pwned'))).toBeUndefined()
  const inLog = page.getByRole('log')
  expect(
    await inLog.locator(SMUGGLED).or(inLog.locator('script, style, link, form, [onload], [onerror]')).count(),
  ).toBe(0)
  const hrefs = await inLog
    .getByRole('link')
    .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href))
  for (const href of hrefs) {
    expect(PROTOCOLS).toContain(new URL(href).protocol)
    expect(new URL(href).username).toBe('')
  }
}

test('[Fault] Stored HTML runs as code: every hostile message is shown as the text it is', async ({
  person,
  server,
}) => {
  const [ada, bo] = await Promise.all([person('Ada'), person('Bo')])
  const code = await ada.create()
  await bo.join(code)
  // Live for the two who are there, and from the server's HTML after the reload.
  await seed(
    server,
    code,
    HOSTILE.map((say) => ({ by: HOSTILE_NAME, say })),
  )
  for (const { room, page } of [ada, bo]) {
    await expect(room.messages).toHaveCount(HOSTILE.length)
    await expectHarmless(page)
  }
  await ada.room.reload()
  await expect(ada.room.messages).toHaveCount(HOSTILE.length)
  await expectHarmless(ada.page)
  const shown = await ada.room.messages.evaluateAll((rows) =>
    rows.map((row) => row.querySelector('[dir=auto][id$="-b"]')?.textContent),
  )
  expect(shown).toEqual(HOSTILE.map(cleanText))
})

test('[Fault] A name, a title and a line of an invite are text as well', async ({ person }) => {
  const [ada, bo] = await Promise.all([person(HOSTILE_NAME), person('Bo')])
  const code = await ada.create('"><svg onload=pwned=1>')
  await bo.join(code)
  await expect(bo.page.getByRole('heading', { level: 1 })).toContainText('"><svg onload=pwned=1>')
  await expect(bo.page).toHaveTitle('"><svg onload=pwned=1> · Parley')
  await ada.room.say('Hello')
  await expect(bo.room.log.getByRole('heading', { level: 3, name: HOSTILE_NAME })).toBeVisible()
  await ada.room.invite('Bo', '<script>window.pwned=1</script>')
  await expect(bo.room.invites).toContainText('<script>window.pwned=1</script>')
  await expectHarmless(bo.page)
  await bo.room.accept()
  await expect(bo.page.getByRole('heading', { level: 1, name: HOSTILE_NAME })).toBeVisible()
  await expectHarmless(bo.page)
})

test('Links to the web and to mail are live, open apart, and keep what is not theirs outside', async ({ person }) => {
  const ada = await person('Ada')
  await ada.create()
  await ada.room.saySurely('See https://tides.example/low?at=6, www.pier.example and mail crew@pier.example.')
  const links = ada.room.log.getByRole('listitem', { name: /See/ }).getByRole('link')
  await expect(links.filter({ hasText: 'tides' })).toHaveAttribute('href', 'https://tides.example/low?at=6')
  await expect(links.filter({ hasText: 'www' })).toHaveAttribute('href', 'http://www.pier.example/')
  await expect(links.filter({ hasText: 'crew' })).toHaveAttribute('href', 'mailto:crew@pier.example')
  for (const text of ['tides', 'www', 'crew']) {
    await expect(links.filter({ hasText: text })).toHaveAttribute('rel', /noopener.*noreferrer/)
    await expect(links.filter({ hasText: text })).toHaveAttribute('target', '_blank')
  }
})
