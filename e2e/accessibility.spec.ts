// Every view and open dialog, in both themes, on a desk and on a phone, read by axe; and one way through by keyboard.

import { expectAccessible } from './support/axe'
import { HARBOUR } from './support/harbour'
import { type PersonOptions, PHONE } from './support/people'
import type { Person } from './support/person'
import { seed } from './support/seed'
import { expect, test } from './support/test'

const DESK: PersonOptions = { viewport: { width: 1280, height: 820 } }
const VIEWS = (['light', 'dark'] as const).flatMap((colorScheme) => [
  { name: `${colorScheme}, desktop`, isPhone: false, options: { ...DESK, colorScheme } satisfies PersonOptions },
  { name: `${colorScheme}, phone`, isPhone: true, options: { ...PHONE, colorScheme } satisfies PersonOptions },
])

for (const { name, isPhone, options } of VIEWS) {
  test(`axe finds nothing on the way in: ${name}`, async ({ person }) => {
    const { page } = await person('Ada', { ...options, tolerates: [/status of 404/] })
    await page.goto('/join')
    await expect(page.getByRole('button', { name: 'Join room' })).toBeVisible()
    await expectAccessible(page, '/join, empty')
    await page.getByText('Name the room').click()
    await page.getByRole('button', { name: 'Join room' }).click()
    await expect(page.getByText('Enter a room code, or go to the lobby.')).toBeVisible()
    await expectAccessible(page, '/join, refused')
    await page.goto('/room/ZZZZ-ZZZZ')
    await expectAccessible(page, 'not found')
  })

  test(`axe finds nothing in a room: ${name}`, async ({ person, server }) => {
    const ada = await person('Ada Kurt', options)
    const code = await ada.create('Harbour planning')
    await expect(ada.page.getByText("You're the only one here.")).toBeVisible()
    await expectAccessible(ada.page, 'empty room')
    await seed(server, code, HARBOUR)
    await ada.room.reload()
    await expect(ada.room.messages.last()).toContainText('can you confirm the pilot')
    await expectAccessible(ada.page, 'room with sixty messages')
    await ada.page.getByRole('button', { name: 'Invite', exact: true }).click()
    await expect(ada.room.dialog.getByRole('img')).toBeVisible()
    await expectAccessible(ada.page, 'invite dialog')
    await ada.page.keyboard.press('Escape')
    await ada.page.getByRole('button', { name: 'More' }).click()
    await expectAccessible(ada.page, 'menu')
    await ada.page.keyboard.press('Escape')
    if (isPhone) await ada.page.getByRole('button', { name: /^People, / }).click()
    else await ada.room.openPerson('Jonas Berg')
    await expect(ada.room.dialog).toBeVisible()
    await expectAccessible(ada.page, isPhone ? 'people sheet' : 'card of a person')
  })

  test(`axe finds nothing in a private chat and its question: ${name}`, async ({ person }) => {
    const ada = await person('Ada', DESK)
    const bo = await person('Bo', options)
    const code = await ada.create('Harbour planning')
    await bo.join(code)
    await ada.room.invite('Bo', 'About the pilot')
    await expect(bo.room.invites).toBeVisible()
    await expectAccessible(bo.page, 'invite prompt')
    await bo.room.accept()
    await expect(bo.page).toHaveURL(/\/private\//)
    await bo.room.isOpen()
    await bo.room.composer.fill('Between us')
    await bo.room.send.click()
    await bo.room.hasStored('Between us')
    await expectAccessible(bo.page, '/private')
  })
}

test('By keyboard alone one joins, talks, looks at who is here, shares the code and leaves', async ({ person }) => {
  const bo = await person('Bo')
  const code = await bo.create('Harbour planning')
  const ada = await person('Ada', DESK)
  const { page, room } = ada
  await page.goto('/join')
  await page.getByLabel('Room code').focus()
  await page.keyboard.type(code)
  await page.keyboard.press('Tab')
  await page.keyboard.type('Ada')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`/room/${code}`)
  await room.isOpen()

  await expect(room.composer).toBeFocused()
  await page.keyboard.type('By keyboard')
  await page.keyboard.press('Enter')
  await room.hasStored('By keyboard')
  await expect(room.composer).toBeFocused()

  await tabTo(ada, 'button', /^Bo/)
  await page.keyboard.press('Enter')
  await expect(room.dialog).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(room.dialog).toBeHidden()
  await expect(room.other('Bo')).toBeFocused()

  await tabTo(ada, 'button', 'Invite')
  await page.keyboard.press('Enter')
  await expect(room.dialog).toBeVisible()
  await page.keyboard.press('Escape')

  await tabTo(ada, 'button', 'More')
  await page.keyboard.press('Enter')
  await tabTo(ada, 'button', 'Leave room')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/join')
})

/** Presses Tab until the focus is there; a hundred stops are more than any screen has. */
async function tabTo({ page }: Person, role: 'button', name: string | RegExp): Promise<void> {
  const target = page.getByRole(role, { name, ...(typeof name === 'string' ? { exact: true } : {}) }).first()
  for (let stops = 0; stops < 100; stops += 1) {
    await page.keyboard.press('Tab')
    if (await target.evaluate((element) => element === document.activeElement)) return
  }
  throw new Error(`Tab never reached the ${role} ${name}`)
}
