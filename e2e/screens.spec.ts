// Pictures of every view, for people to look at: test-results/screens. Nothing is compared here.
import type { Page } from '@playwright/test'
import { HARBOUR } from './support/harbour'
import { type PersonOptions, PHONE } from './support/people'
import type { Person } from './support/person'
import { seed } from './support/seed'
import { expect, test } from './support/test'

const SHAPES = [
  { shape: 'desktop', options: { viewport: { width: 1280, height: 820 } } },
  { shape: 'phone', options: PHONE },
] satisfies { shape: string; options: PersonOptions }[]
const LOOKS = SHAPES.flatMap(({ shape, options }) =>
  (['light', 'dark'] as const).flatMap((colorScheme) =>
    (['ltr', 'rtl'] as const).map((dir) => ({
      look: `${shape}-${colorScheme}-${dir}`,
      dir,
      options: { ...options, colorScheme },
    })),
  ),
)

/** Sends by the button: on touch, Enter breaks the line. */
async function press({ room }: Person, body: string): Promise<void> {
  await room.composer.fill(body)
  await room.send.click()
  await room.hasStored(body)
}

for (const { look, dir, options } of LOOKS) {
  test(`pictures: ${look}`, async ({ person, server }) => {
    const shoot = async (page: Page, view: string): Promise<void> => {
      await page.evaluate((value) => document.documentElement.setAttribute('dir', value), dir)
      await page.evaluate(() => document.fonts.ready)
      await page.screenshot({ path: `test-results/screens/${view}-${look}.png`, animations: 'disabled' })
    }
    const ada = await person('Ada Kurt', { ...options, tolerates: [/status of 404/] })
    await ada.page.goto('/join')
    await shoot(ada.page, 'join')
    await ada.page.getByRole('button', { name: 'Join room' }).click()
    await expect(ada.page.getByText('Enter a room code, or go to the lobby.')).toBeVisible()
    await shoot(ada.page, 'join-refused')
    await ada.page.goto('/room/ZZZZ-ZZZZ')
    await shoot(ada.page, 'not-found')

    const code = await ada.create('Harbour planning')
    await expect(ada.page.getByText("You're the only one here.")).toBeVisible()
    await shoot(ada.page, 'room-empty')
    await seed(server, code, HARBOUR)
    const bo = await person('Noor Haddad')
    await bo.join(code)
    await ada.room.reload()
    await press(ada, 'Confirmed, pilot is booked from 03:30.')
    await expect(ada.room.online(2)).toBeVisible()
    await shoot(ada.page, 'room')
    await ada.page.getByRole('button', { name: 'Invite', exact: true }).click()
    await expect(ada.room.dialog.getByRole('img')).toBeVisible()
    await shoot(ada.page, 'room-share')
    await ada.page.keyboard.press('Escape')
    await ada.page.getByRole('button', { name: 'More' }).click()
    await shoot(ada.page, 'room-menu')
    await ada.page.keyboard.press('Escape')

    await bo.room.invite('Ada Kurt', 'A word about the pilot?')
    await expect(ada.room.invites).toBeVisible()
    await shoot(ada.page, 'invite')
    await ada.room.accept()
    await expect(ada.page).toHaveURL(/\/private\//)
    await ada.room.isOpen()
    await press(ada, 'Go ahead.')
    await shoot(ada.page, 'private')
  })
}

// Written into the tree, so only when it is asked for: PICTURE=docs/screenshot.png npm run e2e -- screens
test('the picture of the README', async ({ person, server }) => {
  const path = process.env.PICTURE ?? 'test-results/screens/readme.png'
  const ada = await person('Ada Kurt', { viewport: { width: 1280, height: 800 }, colorScheme: 'light' })
  const code = await ada.create('Harbour planning')
  await seed(server, code, HARBOUR)
  const others = await Promise.all(['Noor Haddad', 'Lena Vogt'].map((name) => person(name)))
  await Promise.all(others.map((other) => other.join(code)))
  await ada.room.reload()
  await expect(ada.room.online(3)).toBeVisible()
  await ada.room.saySurely('Confirmed, pilot is booked from 03:30.')
  await others[0]?.room.composer.pressSequentially('Thank')
  await expect(ada.page.getByText('Noor Haddad is typing')).toBeVisible()
  await ada.page.evaluate(() => document.fonts.ready)
  await ada.page.screenshot({ path, animations: 'disabled' })
})
