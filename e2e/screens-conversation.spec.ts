// Pictures of what the conversation has beside its rows, for people to look at: test-results/screens.
import { HARBOUR } from './support/harbour'
import { DESK, PHONE } from './support/people'
import { RowPage } from './support/row-page'
import { seed } from './support/seed'
import { shoot } from './support/shoot'
import { expect, test } from './support/test'

const RICH = [
  { by: 'Sam Field', say: '**Low water** is at `06:12`, see the [tide table](https://tides.example/harbour).' },
  {
    by: 'Iris Kahn',
    say: 'Then the truck needs this window:\n```ts\nconst window = { from: "03:40", to: "04:55" } // local\n```',
  },
  { by: 'Lena Vogt', say: '> the early one\n\n1. crane off the quay\n2. gate 4 open' },
  { by: 'Sam Field', say: '⚓' },
  { by: 'Iris Kahn', say: '@Ada Kurt can you confirm the pilot for Saturday? They close the list at noon.' },
]

for (const [shape, options] of Object.entries({ desktop: DESK, phone: PHONE })) {
  test(`Pictures of the conversation, on the ${shape}`, async ({ person, server }) => {
    const [ada, noor] = await Promise.all([person('Ada Kurt', options), person('Noor Haddad')])
    const { page, room } = ada
    const isPhone = shape === 'phone'
    const take = (view: string): Promise<void> => shoot(page, `${shape}-${view}`)
    const other = await noor.create('Night shift')
    const third = await noor.create('Crew')
    const code = await noor.create('Harbour planning')
    await seed(server, code, HARBOUR)
    await ada.join(other)
    await ada.join(third)
    await ada.join(code)
    await ada.page.goto('about:blank')
    await seed(server, code, RICH)
    await seed(server, other, [{ by: 'Otto Lang', say: 'Who is on tonight?' }])
    await room.open(`/room/${code}`)
    await expect(page.getByText('New', { exact: true })).toBeVisible()
    await take('unread')
    await page.keyboard.press('Escape')
    const row = new RowPage(room, 'gate 4 open')
    if (isPhone) await row.longPress()
    else {
      await row.row.hover()
      await take('row-toolbar')
      await row.press('Other actions')
    }
    await expect(room.dialog).toBeVisible()
    await take('row-menu')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Emoji', exact: true }).click()
    await expect(room.dialog.getByRole('grid')).toBeVisible()
    await take('emoji')
    await page.keyboard.press('Escape')
    if (isPhone) await room.choose('Search')
    else await page.getByRole('button', { name: 'Search' }).click()
    await page.getByRole('searchbox').fill('berth')
    await expect(page.locator('mark').first()).toBeVisible()
    await take('search')
    // Once for the words, once for the search.
    for (const _ of 'ab') await page.keyboard.press('Escape')
    await expect(page.getByRole('searchbox')).toHaveCount(0)
    if (isPhone) {
      await page.getByRole('button', { name: /^Rooms/ }).click()
      await take('rooms')
      await page.keyboard.press('Escape')
    } else {
      await page.keyboard.press('Control+k')
      await take('switcher')
      await page.keyboard.press('Escape')
    }
    for (const [item, view] of [
      ['Preferences', 'preferences'],
      ['Keyboard shortcuts', 'shortcuts'],
      ['Change my name', 'rename'],
    ] as const) {
      await room.choose(item)
      await expect(room.dialog).toBeVisible()
      await take(view)
      await page.keyboard.press('Escape')
    }
  })
}

test('Pictures in Arabic: the first page, a room, its people', async ({ person, server }) => {
  const ada = await person('Ada Kurt', DESK)
  const code = await ada.create('Harbour planning')
  await seed(server, code, [...HARBOUR, ...RICH, { by: 'Noor Haddad', say: 'مرحبًا @Ada Kurt، المرفأ مفتوح.' }])
  await ada.context.addCookies([{ name: 'parley-lang', value: 'ar', url: server.origin }])
  await ada.page.goto(`/room/${code}`)
  await ada.page.keyboard.press('Escape')
  await expect(ada.page.getByText('المرفأ مفتوح', { exact: false })).toBeVisible()
  await shoot(ada.page, 'arabic-room')
  const guest = await person('Guest', { ...DESK, locale: 'ar' })
  await guest.page.goto('/join')
  await shoot(guest.page, 'arabic-join')
})
