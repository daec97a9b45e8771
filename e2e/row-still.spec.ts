// What does not concern a message does not draw it again: with three hundred of them that is what keeps typing quick.
import { drawnRows, watchDrawnRows } from './support/drawn-rows'
import { RowPage } from './support/row-page'
import { numbered, seed } from './support/seed'
import { expect, test } from './support/test'

test('[E31] Writing, reading, and people who come and type draw no message again; a reaction draws its own', async ({
  person,
}) => {
  const [ada, bo] = await Promise.all([person('Ada'), person('Bo')])
  const code = await ada.create()
  await seed(ada.server, code, [...numbered(30), { by: 'Teo', say: 'For @Ada and @Bo' }])
  await watchDrawnRows(ada.page)
  await ada.room.reload()
  await expect(ada.room.message('Message 30')).toBeVisible()
  await expect.poll(() => drawnRows(ada.page)).toBe(0)

  await ada.room.composer.pressSequentially('A few words')
  expect(await drawnRows(ada.page)).toBe(0)

  await bo.join(code)
  await expect(ada.room.online(2)).toBeVisible()
  await bo.room.composer.pressSequentially('So')
  await expect(ada.page.getByText('Bo is typing')).toBeVisible()
  // Who came can be named from now on, and one message does name them.
  expect(await drawnRows(ada.page)).toBeLessThanOrEqual(1)

  await new RowPage(ada.room, 'Message 29').react('👍')
  await expect(new RowPage(bo.room, 'Message 29').chip('👍')).toBeVisible()
  expect(await drawnRows(ada.page)).toBeLessThanOrEqual(3)
})
