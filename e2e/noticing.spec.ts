// What tells of news when nobody looks: title, icon, badge, notification, sound, and words for other rooms.
import {
  lookAway,
  lookBack,
  noteCalls,
  notedOn,
  noteSaid,
  pressNotification,
  saidOn,
  shownOn,
} from './support/attention'
import { gather, stepAside } from './support/gather'
import type { Person } from './support/person'
import { readSeqOf } from './support/read-seq'
import { expect, test } from './support/test'

/** A second room of this person's, in their tab; the first one is on the screen again. */
async function another(person: Person, other: Person, first: string): Promise<string> {
  const code = await other.create('Night shift')
  await person.join(code)
  await person.room.open(`/room/${first}`)
  return code
}

test('[E56] The title, the icon and the badge count what is new while one looks away, and are cleared when it is seen', async ({
  person,
}) => {
  const { people } = await gather(person, 'Ada', 'Bo')
  const [ada, bo] = people
  await noteCalls(ada.context)
  await ada.room.reload()
  const { page } = ada
  await expect(page).toHaveTitle('Harbour planning · Parley')
  const icon = page.locator('link[rel~=icon]').last()
  const plain = (await icon.getAttribute('href')) ?? ''
  await expect.poll(() => notedOn(page, 'badges')).toEqual([0])
  await lookAway(page)
  for (const words of ['One', 'Two', 'Three']) await bo.room.saySurely(words)
  await expect(page).toHaveTitle('(3) Harbour planning · Parley')
  await expect(icon).toHaveAttribute('href', '/icon-unread.svg')
  await bo.room.saySurely('@Ada four')
  await expect(page).toHaveTitle('(@ 4) Harbour planning · Parley')
  await lookBack(page)
  await expect(page).toHaveTitle('Harbour planning · Parley')
  await expect(icon).toHaveAttribute('href', plain)
  await expect.poll(async () => [await notedOn(page, 'badges')].flat().at(-1)).toBe(0)
  expect(await notedOn(page, 'badges')).toContain(4)
})

test('[E56] Another room counts too, by its level, also while one looks', async ({ person }) => {
  const { people, code } = await gather(person, 'Ada', 'Bo')
  const [ada, bo] = people
  await another(ada, bo, code)
  await bo.room.saySurely('Who has the key?')
  await expect(ada.page).toHaveTitle('(1) Harbour planning · Parley')
  await ada.room.open(ada.page.url())
  await expect(ada.page).toHaveTitle('(1) Harbour planning · Parley')
})

test('[E57] Notifications: asked for by the button only, shown when one looks away, one for each room, by level', async ({
  person,
  server,
}) => {
  const { people, code } = await gather(person, 'Ada', 'Bo', 'Mina')
  const [ada, bo, mina] = people
  const { page, room } = ada
  await noteCalls(ada.context)
  await ada.context.grantPermissions(['notifications'])
  await room.reload()
  expect(await notedOn(page, 'asked')).toBe(0)
  await bo.room.saySurely('Seen as it comes')
  await expect(room.message('Seen as it comes')).toBeVisible()
  // Read, and not only come: what one looked away from within the second is told.
  await expect.poll(() => readSeqOf(server, code, 'Ada')).toBe(1)

  await lookAway(page)
  await bo.room.saySurely('Low water at six')
  await expect.poll(() => shownOn(page)).toMatchObject([{ title: 'Harbour planning', body: 'Bo: Low water at six' }])
  await mina.room.saySurely('And high water at noon')
  await expect.poll(async () => (await shownOn(page)).length).toBe(2)
  const [first, second] = await shownOn(page)
  expect(second?.tag).toBe(first?.tag)
  await pressNotification(page)
  await lookBack(page)

  const choose = async (level: string) => {
    await room.choose('Preferences')
    await room.dialog.getByRole('radio', { name: level }).check()
    await expect(room.dialog.getByRole('radio', { name: level })).toBeChecked()
    await page.keyboard.press('Escape')
  }
  await choose('Only where I am mentioned')
  await lookAway(page)
  await bo.room.saySurely('Not for Ada')
  await expect(room.message('Not for Ada')).toBeVisible()
  await bo.room.saySurely('This is for @Ada')
  await expect.poll(async () => (await shownOn(page)).at(-1)?.body).toBe('Bo: This is for @Ada')
  expect(JSON.stringify(await shownOn(page))).not.toContain('Not for Ada')
  expect(JSON.stringify(await shownOn(page))).not.toContain('Seen as it comes')
  expect(await notedOn(page, 'asked')).toBe(0)
})

test('[E57] The permission is asked for by a press on the button that says what for', async ({ person }) => {
  const ada = await person('Ada')
  await noteCalls(ada.context)
  await ada.create()
  await ada.room.choose('Preferences')
  await expect(ada.room.dialog.getByText(/^Your system shows them while this page is hidden/)).toBeVisible()
  expect(await notedOn(ada.page, 'asked')).toBe(0)
  await ada.room.dialog.getByRole('button', { name: 'Turn on notifications' }).click()
  await expect.poll(() => notedOn(ada.page, 'asked')).toBe(1)
})

test('[E59] One tone for a private message or a mention, off by default, and not in the chat one looks at', async ({
  person,
}) => {
  const { people, code } = await gather(person, 'Ada', 'Bo')
  const [ada, bo] = people
  await noteCalls(ada.context)
  await stepAside(ada, bo)
  await ada.room.open(`/room/${code}`)
  const played = () => notedOn(ada.page, 'played')
  await bo.room.saySurely('Silent')
  await expect(ada.page).toHaveTitle('(1) Harbour planning · Parley')
  expect(await played()).toEqual([])

  await ada.room.choose('Preferences')
  await ada.room.dialog.getByRole('checkbox', { name: 'Play a sound' }).check()
  expect(await played()).toEqual(['/sounds/notice.wav'])
  await ada.page.keyboard.press('Escape')
  await bo.room.saySurely('Heard')
  await expect.poll(played).toHaveLength(2)
  const length = await ada.page.evaluate(async () => {
    const audio = new Audio('/sounds/notice.wav')
    await new Promise((resolve) => audio.addEventListener('loadedmetadata', resolve))
    return audio.duration
  })
  expect(length).toBeLessThan(0.15)
})

test('A mention or a private message elsewhere is said politely, unless that is switched off', async ({ person }) => {
  const { people, code } = await gather(person, 'Ada', 'Bo')
  const [ada, bo] = people
  await another(ada, bo, code)
  await noteSaid(ada.page)
  const said = () => saidOn(ada.page)
  await bo.room.saySurely('Just so')
  await expect(ada.page).toHaveTitle('(1) Harbour planning · Parley')
  await bo.room.saySurely('Where is @Ada?')
  await expect.poll(said).toEqual(['Bo mentioned you in Night shift'])

  await ada.room.choose('Preferences')
  const { dialog } = ada.room
  await dialog.getByRole('checkbox', { name: 'Also say when my message is sent' }).check()
  await dialog.getByRole('radio', { name: 'No messages' }).check()
  await ada.page.keyboard.press('Escape')
  await bo.room.saySurely('Still looking for @Ada')
  await expect(ada.page).toHaveTitle('(@ 3) Harbour planning · Parley')
  await ada.room.say('From me')
  await expect.poll(said).toContain('Sent')
  expect(await said()).toEqual(['Bo mentioned you in Night shift', 'Sent'])
})
