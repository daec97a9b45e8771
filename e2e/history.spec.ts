// What was said before: the newest page comes with the server's HTML, older ones on the way up.
import { numbered, seed } from './support/seed'
import { expect, test } from './support/test'

test('[O5] [P3] The newest page stands in the server\u2019s HTML, at its end, before any script', async ({
  person,
  server,
}) => {
  const [ada, bo] = await Promise.all([person('Ada'), person('Bo', { javaScriptEnabled: false })])
  const code = await ada.create()
  await seed(server, code, numbered(120))
  await bo.page.goto(`/room/${code}`)
  await bo.page.getByLabel('Your name').fill('Bo')
  await bo.page.getByRole('button', { name: 'Join room' }).click()
  await expect(bo.room.messages).toHaveCount(50)
  await expect(bo.room.messages.first()).toContainText('Message 71')
  await expect(bo.room.messages.last()).toContainText('Message 120')
  await expect(bo.room.messages.last()).toBeInViewport({ ratio: 1 })
  await expect(bo.room.messages.first()).not.toBeInViewport()
})

test('[P3] On the way up older pages come until the start of the room, each message once and in order', async ({
  person,
  server,
}) => {
  const ada = await person('Ada')
  const code = await ada.create('Harbour planning')
  await seed(server, code, numbered(300))
  await ada.room.reload()
  await expect(ada.room.messages.last()).toContainText('Message 300')
  await ada.room.log.hover()
  const start = ada.room.log.getByText('This is the start of Harbour planning.')
  await expect(async () => {
    await ada.page.mouse.wheel(0, -20_000)
    await expect(start).toBeInViewport({ timeout: 100 })
  }).toPass()
  const bodies = await ada.room.messages.allInnerTexts()
  expect(bodies.map((text) => Number(/Message (\d+)/.exec(text)?.[1]))).toEqual(
    Array.from({ length: 300 }, (_, index) => index + 1),
  )
  await expect(ada.page.getByRole('button', { name: 'Jump to latest' })).toBeVisible()
  await ada.page.getByRole('button', { name: 'Jump to latest' }).click()
  await expect(ada.room.message('Message 300')).toBeInViewport({ ratio: 1 })
})

test('[E3] [E4] Who reads above is told how many are new, and their own message leads back to the end', async ({
  person,
  server,
}) => {
  const [ada, bo] = await Promise.all([person('Ada'), person('Bo')])
  const code = await bo.create()
  await seed(server, code, numbered(60))
  await ada.join(code)
  await ada.room.log.hover()
  await ada.page.mouse.wheel(0, -1_500)
  await expect(ada.page.getByRole('button', { name: 'Jump to latest' })).toBeVisible()
  await bo.room.saySurely('First news')
  await expect(ada.page.getByRole('button', { name: '1 new message' })).toBeVisible()
  await bo.room.saySurely('Second news')
  await expect(ada.page.getByRole('button', { name: '2 new messages' })).toBeVisible()
  await expect(ada.room.message('Second news')).not.toBeInViewport()
  await ada.room.saySurely('My own')
  await expect(ada.room.message('My own')).toBeInViewport({ ratio: 1 })
  await expect(ada.page.getByRole('button', { name: /new message|Jump to latest/ })).toHaveCount(0)
})
