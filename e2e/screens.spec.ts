// Pictures of every view, for people to look at: test-results/screens. Nothing is compared here.
import { HARBOUR } from './support/harbour'
import { DESK, PHONE } from './support/people'
import { seed } from './support/seed'
import { shoot } from './support/shoot'
import { expect, test } from './support/test'

for (const [shape, options] of Object.entries({ desktop: DESK, phone: PHONE })) {
  test(`Pictures of every view, on the ${shape}`, async ({ person, server }) => {
    const tolerates = [/status of 404/, /WebSocket connection/, /ERR_INTERNET_DISCONNECTED/]
    const [ada, noor] = await Promise.all([person('Ada Kurt', { ...options, tolerates }), person('Noor Haddad')])
    const { page, room } = ada
    const take = (view: string): Promise<void> => shoot(page, `${shape}-${view}`)

    await page.goto('/join')
    await take('join')
    await page.getByText('Name the room').click()
    await page.getByRole('button', { name: 'Join room' }).click()
    await expect(page.getByText('Enter a room code, or go to the lobby.')).toBeVisible()
    await take('join-refused')
    await page.goto('/room/ZZZZ-ZZZZ')
    await take('not-found')
    const home = await noor.create('Harbour planning')
    await page.goto(`/room/${home}`)
    await take('join-by-link')

    const code = await ada.create('Harbour planning')
    await expect(page.getByText("You're the only one here.")).toBeVisible()
    await take('room-empty')
    await seed(server, code, HARBOUR)
    await noor.join(code)
    await room.reload()
    await room.press('Confirmed, pilot is booked from 03:30.')
    await noor.room.composer.pressSequentially('Th')
    await expect(page.getByText('Noor Haddad is typing')).toBeVisible()
    await take('room')
    await page.getByRole('button', { name: 'Invite', exact: true }).click()
    await expect(room.dialog.getByRole('img')).toBeVisible()
    await take('share')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'More' }).click()
    await take('menu')
    await page.keyboard.press('Escape')
    if (shape === 'phone') {
      await page.getByRole('button', { name: /^People, / }).click()
      await take('people')
      await room.dialog.getByRole('button', { name: /^Noor/ }).click()
    } else await room.openPerson('Noor Haddad')
    await expect(room.dialog.getByRole('button', { name: 'Invite to a private chat' })).toBeVisible()
    await take('person')
    await room.reload()

    await room.log.evaluate((log) => log.parentElement?.scrollBy(0, -600))
    await noor.room.saySurely('Thank you, Ada.')
    await expect(page.getByRole('button', { name: '1 new message' })).toBeVisible()
    await take('room-scrolled-up')
    await ada.goOffline()
    await room.composer.fill('Is the crane off the quay?')
    await room.send.click()
    await expect(page.getByText("Not sent yet. You're offline.")).toBeVisible()
    await take('offline')
    await ada.goOnline()
    await room.hasStored('Is the crane off the quay?')

    await noor.room.invite('Ada Kurt', 'A word about the pilot?')
    await expect(room.invites).toBeVisible()
    await take('invited')
    await room.accept()
    await expect(page).toHaveURL(/\/private\//)
    await room.isOpen()
    await take('private-empty')
    await room.press('Go ahead.')
    await noor.room.saySurely('Could you take the early window? I am on the ferry until five.')
    await expect(room.messages).toHaveCount(2)
    await take('private')
    await noor.room.choose('Leave private chat')
    await expect(page.getByText('left this private chat')).toBeVisible()
    await take('private-left')
  })
}

test('The picture of the README: into docs when PICTURE=docs/screenshot.png says so @readme', async ({
  person,
  server,
}) => {
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
