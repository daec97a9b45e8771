// What was typed is not lost: it waits in the browser, outlives the page, and goes out once.
import { sql } from 'kysely'
import { startProxy } from '#lib/testing/proxy'
import { AWAY, type Person } from './support/person'
import { expect, test } from './support/test'

/** The bodies that the server has of a person's, in order. */
function storedBy({ server, name }: Person): Promise<string[]> {
  return server.within(async ({ services }) => {
    const { rows } = await sql<{ body: string }>`
      select body from messages where author_name = ${name} order by room_id, seq
    `.execute(services.database.read)
    return rows.map(({ body }) => body)
  })
}

test('[E13] [P5] Twenty messages typed offline outlive two reloads and are stored once each, in order', async ({
  person,
  server,
}) => {
  const network = await startProxy(server.port)
  const ada = await person('Ada offline', { server: { ...server, origin: network.origin }, tolerates: AWAY })
  await ada.create()
  await ada.room.saySurely('Before')
  const path = ada.page.url()
  // Chromium alone is not network enough: what it holds back may get through while one page takes another's place.
  network.refuse()
  network.reset()
  await ada.goOffline()
  const bodies = Array.from({ length: 20 }, (_, index) => `From the tunnel ${index + 1}`)
  for (const body of bodies) await ada.room.say(body)
  await expect(ada.room.messages).toHaveCount(21)
  // Without a network the page itself cannot come; what waits does not depend on it.
  for (const _ of 'ab') await ada.page.goto(path).catch(() => undefined)
  expect(await storedBy(ada)).toEqual(['Before'])
  network.heal()
  await ada.goOnline()
  await ada.room.open(path)
  await expect(ada.room.messages).toHaveText(['Before', ...bodies].map((body) => new RegExp(`${body}$`)))
  for (const body of bodies) await ada.room.hasStored(body)
  expect(await storedBy(ada)).toEqual(['Before', ...bodies])
  await ada.page.close()
  await network.close()
})

test('[F16] Two tabs come back at once: what waited goes out once', async ({ person }) => {
  const ada = await person('Ada twice', { tolerates: AWAY })
  await ada.create()
  await ada.room.saySurely('Before')
  const second = await ada.tab(ada.page.url())
  await ada.goOffline()
  await ada.room.say('One')
  await second.say('Two')
  // Both tabs know of both: they share what waits.
  for (const room of [ada.room, second]) await expect(room.messages).toHaveCount(3)
  await ada.goOnline()
  for (const room of [ada.room, second]) {
    for (const body of ['One', 'Two']) await room.hasStored(body)
  }
  expect((await storedBy(ada)).toSorted()).toEqual(['Before', 'One', 'Two'])
})

test('What waits for another room goes out too, without its room being opened', async ({ person }) => {
  const ada = await person('Ada elsewhere', { tolerates: AWAY })
  await ada.create()
  await ada.room.saySurely('Before')
  await ada.goOffline()
  await ada.room.say('For the first room')
  await expect(ada.room.messages).toHaveCount(2)
  await ada.page.goto('about:blank')
  await ada.goOnline()
  await ada.join()
  await expect.poll(() => storedBy(ada)).toEqual(['Before', 'For the first room'])
})

test('[E13] What an earlier page left waiting says why after five seconds, and goes out from the next one', async ({
  person,
}) => {
  const ada = await person('Ada waits', { tolerates: AWAY })
  await ada.create()
  await ada.room.saySurely('Before')
  const path = ada.page.url()
  // The page comes, its connection does not. Taking the network would not do: what Chromium holds back from a page
  // may get through in the moment in which the next one takes its place.
  await ada.page.routeWebSocket(/socket\.io/, (socket) => socket.close())
  await ada.room.open(path)
  await ada.room.say('Still waiting')
  await expect(ada.room.messages).toHaveCount(2)
  await ada.room.open(path)
  await expect(ada.room.message('Still waiting').getByText("Not sent yet. You're offline.")).toBeVisible()
  const next = await ada.tab(path)
  await next.hasStored('Still waiting')
  expect(await storedBy(ada)).toEqual(['Before', 'Still waiting'])
})

test('[E12] [E15] An own message stands there in the frame of its Enter, and keeps its row when it is stored', async ({
  person,
}) => {
  const ada = await person('Ada')
  await ada.create()
  await ada.room.composer.fill('At once')
  const isThere = await ada.page.evaluate(async () => {
    const box = document.querySelector('textarea')
    box?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
    await new Promise((painted) => requestAnimationFrame(painted))
    const row = document.querySelector('[data-row]')
    Reflect.set(window, '__row', row)
    return row?.textContent?.includes('At once')
  })
  expect(isThere).toBe(true)
  await ada.room.hasStored('At once')
  expect(await ada.page.evaluate(() => Reflect.get(window, '__row') === document.querySelector('[data-row]'))).toBe(
    true,
  )
})
