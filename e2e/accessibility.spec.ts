// Every view and open dialog, in both themes, on a desk and on a phone, read by axe.
import { expectAccessible } from './support/axe'
import { HARBOUR } from './support/harbour'
import { DESK, PHONE } from './support/people'
import { seed } from './support/seed'
import { expect, test } from './support/test'

for (const [shape, options] of Object.entries({ desktop: DESK, phone: PHONE })) {
  test(`axe finds nothing on the way in, on the ${shape}`, async ({ person }) => {
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

  test(`axe finds nothing in a room, on the ${shape}`, async ({ person, server }) => {
    const ada = await person('Ada Kurt', options)
    const { page, room } = ada
    const code = await ada.create('Harbour planning')
    await expect(page.getByText("You're the only one here.")).toBeVisible()
    await expectAccessible(page, 'empty room')
    await seed(server, code, HARBOUR)
    await room.reload()
    await expect(room.messages.last()).toContainText('can you confirm the pilot')
    await expectAccessible(page, 'room with sixty messages')
    await page.getByRole('button', { name: 'Invite', exact: true }).click()
    await expect(room.dialog.getByRole('img')).toBeVisible()
    await expectAccessible(page, 'invite dialog')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'More' }).click()
    await expectAccessible(page, 'menu')
    await page.keyboard.press('Escape')
    if (shape === 'phone') await page.getByRole('button', { name: /^People, / }).click()
    else await room.openPerson('Jonas Berg')
    await expect(room.dialog).toBeVisible()
    await expectAccessible(page, 'people')
  })

  test(`axe finds nothing in a question and a private chat, on the ${shape}`, async ({ person }) => {
    const [ada, bo] = await Promise.all([person('Ada'), person('Bo', options)])
    const code = await ada.create('Harbour planning')
    await bo.join(code)
    await ada.room.invite('Bo', 'About the pilot')
    await expect(bo.room.invites).toBeVisible()
    await expectAccessible(bo.page, 'invite')
    await bo.room.accept()
    await expect(bo.page).toHaveURL(/\/private\//)
    await bo.room.isOpen()
    await bo.room.press('Between us')
    await expectAccessible(bo.page, '/private')
  })
}
