// The host changes the room's code: what the others see of it, and where old addresses lead.
import { noteSaid, saidOn } from './support/attention'
import { expectAccessible } from './support/axe'
import { gather, stepAside } from './support/gather'
import { DESK, PHONE } from './support/people'
import type { Person } from './support/person'
import { isIn, railOf } from './support/places'
import { expect, test } from './support/test'

const change = ({ room }: Person) => room.dialog.getByRole('button', { name: 'Change the code' })
const changeNow = ({ room }: Person) => room.dialog.getByRole('button', { name: 'Change it now' })
const share = ({ page }: Person) =>
  page.getByRole('banner').getByRole('button', { name: 'Invite', exact: true }).click()
const shownCode = ({ room }: Person) => room.dialog.locator('b').filter({ hasText: /^\w{4}-\w{4}$/ })

/** Changes the code from the open dialog. @returns the new one */
async function changeCode(host: Person, old: string): Promise<string> {
  await change(host).click()
  await changeNow(host).click()
  await expect(change(host)).toBeFocused()
  await expect(shownCode(host)).not.toHaveText(old)
  return (await shownCode(host).textContent()) ?? ''
}

test('[E61] The host changes the code: all stay, every address and ticket follows, the old link says nothing', async ({
  person,
}) => {
  const [ada, bo] = [await person('Ada'), await person('Bo')]
  const cy = await person('Cy', { tolerates: [/status of 404/] })
  const old = await ada.create()
  await bo.join(old)
  const second = await bo.tab(`/room/${old}`)
  const pages = [ada.page, bo.page, second.page]
  for (const page of pages) await page.evaluate(() => Reflect.set(window, '__same', true))

  await share(bo)
  await expect(shownCode(bo)).toHaveText(old)
  await expect(change(bo)).toHaveCount(0)

  await share(ada)
  const picture = ada.room.dialog.getByRole('img').locator('path')
  await expect(ada.room.dialog.getByRole('img')).toBeVisible()
  const drawn = await picture.getAttribute('d')
  await change(ada).click()
  await expect(ada.room.dialog.getByText('The old code and link stop working at once.')).toBeVisible()
  await expect(changeNow(ada)).toBeFocused()
  await expectAccessible(ada.page, 'the question before the code is changed')
  await ada.room.dialog.getByRole('button', { name: 'Keep this code' }).click()
  await expect(change(ada)).toBeFocused()
  await expect(shownCode(ada)).toHaveText(old)

  await noteSaid(ada.page)
  const code = await changeCode(ada, old)
  await expect.poll(() => saidOn(ada.page)).toEqual([`New code: ${code}`])
  await expect(ada.room.dialog.getByText(`${ada.server.origin}/room/${code}`)).toBeVisible()
  await expect(picture).not.toHaveAttribute('d', drawn ?? '')
  await expect(shownCode(bo)).toHaveText(code)
  for (const page of pages) {
    await expect(page).toHaveURL(`${ada.server.origin}/room/${code}`)
    await isIn(page, code)
    await expect(page.getByText(old)).toHaveCount(0)
    expect(await page.evaluate(() => Reflect.get(window, '__same')), 'the page was not loaded again').toBe(true)
  }
  await bo.page.keyboard.press('Escape')
  await bo.room.saySurely('Still here')
  await expect(ada.room.message('Still here')).toBeVisible()

  const answer = await cy.page.goto(`/room/${old}`)
  expect(answer?.status()).toBe(404)
  await expect(cy.page.getByText("This room doesn't exist or was closed.")).toBeVisible()
  await cy.page.goto(`/room/${code}`)
  await expect(cy.page).toHaveURL(new RegExp(`/join\\?room=${code}$`))
  await cy.join(code)
  await expect(cy.room.message('Still here')).toBeVisible()
  await bo.room.reload()
  await expect(bo.room.message('Still here')).toBeVisible()
})

test('[E61] On the phone, back from the sheet is the room at its new address', async ({ person }) => {
  const ada = await person('Ada', PHONE)
  const old = await ada.create('Harbour planning')
  await share(ada)
  const code = await changeCode(ada, old)
  await expect(ada.page).toHaveURL(new RegExp(`/room/${code}$`))
  await ada.page.goBack()
  await expect(ada.room.dialog).toHaveCount(0)
  await expect(ada.page).toHaveURL(new RegExp(`/room/${code}$`))
  await ada.room.press('Still here')
  await ada.room.reload()
  await expect(ada.room.message('Still here')).toBeVisible()
})

test('[E61] Who is in another room finds the way back all the same: by the rail, by Back, from a private chat', async ({
  person,
}) => {
  const { people, code: old } = await gather((name) => person(name, DESK), 'Ada', 'Bo')
  const [ada, bo] = people
  const mina = await person('Mina')
  const workshop = await mina.create('Workshop')
  await bo.join(workshop)
  await bo.room.open(`/room/${old}`)
  const link = (name: RegExp) => railOf(bo.page).getByRole('link', { name })
  await link(/^Workshop/).click()
  await isIn(bo.page, 'Workshop')

  await share(ada)
  const code = await changeCode(ada, old)
  await expect(link(/^Harbour/)).toHaveAttribute('href', `/room/${code}`)
  await bo.page.goBack()
  await isIn(bo.page, 'Harbour')
  await expect(bo.page).toHaveURL(new RegExp(`/room/${code}$`))

  await ada.page.keyboard.press('Escape')
  await stepAside(ada, bo)
  const back = bo.page.getByRole('link', { name: 'Back to the room' })
  await expect(back).toHaveAttribute('href', `/room/${code}`)
  await bo.room.reload()
  const host = await ada.tab(`/room/${code}`)
  await host.page.getByRole('banner').getByRole('button', { name: 'Invite', exact: true }).click()
  await host.dialog.getByRole('button', { name: 'Change the code' }).click()
  await host.dialog.getByRole('button', { name: 'Change it now' }).click()
  await expect(back).not.toHaveAttribute('href', `/room/${code}`)
  await back.click()
  await isIn(bo.page, 'Harbour')
})
