// Reading: where a room opens, what counts as read, and how far one can walk through what was said.
import { readSeqOf } from './support/read-seq'
import { numbered, openSeeded, seed } from './support/seed'
import { expect, test } from './support/test'

const HELD = 1

test('[E1] A room opens at the unread divider, from the first frame on and without a script at the end', async ({
  person,
  server,
}) => {
  const ada = await person('Ada')
  const code = await ada.create('Harbour planning')
  await ada.room.saySurely('Mine, so it is read')
  await ada.page.goto('/join')
  await seed(server, code, numbered(40))
  await ada.page.addInitScript(() => {
    const places: number[] = []
    const look = () => {
      const divider = document.querySelector('[data-divider]')
      if (divider) places.push(divider.getBoundingClientRect().top)
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
    Reflect.set(window, 'places', places)
  })
  await ada.room.open(`/room/${code}`)
  const divider = ada.room.log.getByText('New', { exact: true })
  await expect(divider).toBeInViewport({ ratio: 1 })
  await expect(ada.room.message('Message 1')).toBeInViewport({ ratio: 1 })
  await expect(ada.room.message('Message 40')).not.toBeInViewport()
  await expect(ada.room.online(1)).toBeAttached()
  const places: number[] = await ada.page.evaluate(() => Reflect.get(window, 'places'))
  expect(places.length).toBeGreaterThan(1)
  expect(Math.max(...places) - Math.min(...places), places.join(', ')).toBeLessThanOrEqual(HELD)

  const plain = await person('Plain', { javaScriptEnabled: false })
  await plain.context.addCookies(await ada.context.cookies())
  await plain.page.goto(`/room/${code}`)
  await expect(plain.room.message('Message 40')).toBeInViewport({ ratio: 1 })
})

test('[E1] [E4] A divider that is further up than the page reaches leaves one at the end, with the pill leading up', async ({
  person,
  server,
}) => {
  const ada = await person('Ada')
  const code = await ada.create()
  await ada.page.goto('/join')
  await seed(server, code, numbered(90))
  await ada.room.open(`/room/${code}`)
  await expect(ada.room.message('Message 90')).toBeInViewport({ ratio: 1 })
  const pill = ada.page.getByRole('button', { name: /new messages/ })
  await pill.click()
  await expect(ada.room.message('Message 41')).toBeVisible()
  await expect(async () => {
    await ada.room.log.hover()
    await ada.page.mouse.wheel(0, -2_000)
    await expect(ada.room.log.getByText('New', { exact: true })).toBeInViewport({ timeout: 100 })
  }).toPass()
})

test('[E2] [E4] [E5] The divider keeps its place while one reads, and goes with Esc and with an own message', async ({
  person,
  server,
}) => {
  const [ada, bo] = await Promise.all([person('Ada'), person('Bo')])
  const code = await ada.create()
  await bo.join(code)
  const divider = ada.room.log.getByText('New', { exact: true })
  const clearings = [() => ada.page.keyboard.press('Escape'), () => ada.room.saySurely('Mine')]
  for (const [round, clear] of clearings.entries()) {
    await ada.page.goto('/join')
    await bo.room.saySurely(`First ${round}`)
    await bo.room.saySurely(`Second ${round}`)
    await ada.room.open(`/room/${code}`)
    await expect(divider).toBeVisible()
    await bo.room.saySurely(`Third ${round}`)
    await expect(ada.room.message(`Third ${round}`)).toBeInViewport({ ratio: 1 })
    await expect.poll(() => readSeqOf(server, code, 'Ada')).toBe(3 + round * 3)
    const items = await ada.room.log.getByRole('listitem').allInnerTexts()
    expect(items.indexOf('New')).toBe(items.findIndex((text) => text.includes(`First ${round}`)) - 1)
    await ada.room.composer.focus()
    await clear()
    await expect(divider).toHaveCount(0)
  }
})

test('[E6] In a room where somebody writes all the time, what was read is read', async ({ person, server }) => {
  const [ada, bo] = await Promise.all([person('Ada'), person('Bo')])
  const code = await ada.create()
  await bo.join(code)
  let said = 0
  // One after the other, each well within the second that a message must be seen.
  while ((await readSeqOf(server, code, 'Ada')) < 3 && said < 60) {
    said += 1
    await bo.room.saySurely(`And another one, number ${said}`)
  }
  expect(said).toBeLessThan(60)
})

test('[E6] Read is what was on the screen for a second, in a window that is visible and has the focus', async ({
  person,
  server,
}) => {
  const [ada, bo] = await Promise.all([person('Ada'), person('Bo')])
  const code = await ada.create()
  await bo.join(code)
  const read = () => readSeqOf(server, code, 'Ada')
  await bo.room.saySurely('Seen')
  await expect.poll(read).toBe(1)

  // Chromium under test always says that its pages have the focus.
  await ada.page.evaluate(() => Reflect.set(document, 'hasFocus', () => false))
  await bo.room.saySurely('In another window')
  await expect(ada.room.message('In another window')).toBeInViewport({ ratio: 1 })
  await staysAt(1)
  await ada.page.evaluate(() => {
    Reflect.deleteProperty(document, 'hasFocus')
    window.dispatchEvent(new FocusEvent('focus'))
  })
  await expect.poll(read).toBe(2)

  await ada.page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: 'hidden' })
    document.dispatchEvent(new Event('visibilitychange'))
  })
  await bo.room.saySurely('Behind another tab')
  await expect(ada.room.message('Behind another tab')).toHaveCount(1)
  await staysAt(2)
  await ada.page.evaluate(() => {
    Reflect.deleteProperty(document, 'visibilityState')
    document.dispatchEvent(new Event('visibilitychange'))
  })
  await expect.poll(read).toBe(3)

  await seed(server, code, numbered(60))
  await expect.poll(read).toBe(63)
  await ada.room.log.hover()
  await ada.page.mouse.wheel(0, -1_500)
  await expect(ada.page.getByRole('button', { name: 'Jump to latest' })).toBeVisible()
  await bo.room.saySurely('Below what she reads')
  await expect(ada.page.getByRole('button', { name: '1 new message' })).toBeVisible()
  await staysAt(63)

  /** Long enough for a page that counts a second on the screen, and tells of it within another, to have told. */
  async function staysAt(seq: number) {
    const until = Date.now() + 2_500
    await expect(async () => {
      expect(await read()).toBe(seq)
      expect(Date.now()).toBeGreaterThan(until)
    }).toPass({ intervals: [250] })
    expect(await read()).toBe(seq)
  }
})

test('[E7] [E8] [E10] In a room of 700 one walks to its start and back, each message once, in a page of 320 rows at most', async ({
  person,
  server,
}) => {
  const ada = await person('Ada')
  const code = await ada.create('Harbour planning')
  await seed(server, code, numbered(700))
  await ada.room.reload()
  await ada.room.composer.press('Escape')
  await expect(ada.room.message('Message 700')).toBeInViewport({ ratio: 1 })
  await ada.page.evaluate(() => {
    const list = document.querySelector('[role=log] ol')
    const seen = { most: 0, faults: new Set<string>() }
    const look = () => {
      const rows = [...(list?.children ?? [])]
      seen.most = Math.max(seen.most, rows.length)
      const numbers = rows.flatMap((row) => /Message (\d+)/.exec(row.textContent ?? '')?.[1] ?? []).map(Number)
      numbers.forEach((number, at) => {
        const before = numbers[at - 1]
        if (before !== undefined && number !== before + 1) seen.faults.add(`${number} after ${before}`)
      })
      requestAnimationFrame(look)
    }
    look()
    Reflect.set(window, 'walk', seen)
  })
  await ada.room.log.hover()
  const start = ada.room.log.getByText('This is the start of Harbour planning.')
  await expect(async () => {
    await ada.page.mouse.wheel(0, -3_000)
    await expect(start).toBeInViewport({ timeout: 60 })
  }).toPass({ timeout: 90_000 })
  await expect(ada.room.message('Message 1')).toBeInViewport()
  await expect(ada.room.message('Message 700')).toHaveCount(0)
  await expect(async () => {
    await ada.page.mouse.wheel(0, 3_000)
    await expect(ada.room.message('Message 700')).toBeInViewport({ timeout: 60 })
  }).toPass({ timeout: 90_000 })
  await expect(ada.room.message('Message 1')).toHaveCount(0)
  const walk = await ada.page.evaluate(() => {
    const { most, faults } = Reflect.get(window, 'walk')
    return { most, faults: [...faults] }
  })
  expect(walk.faults).toEqual([])
  expect(walk.most).toBeGreaterThan(250)
  expect(walk.most).toBeLessThanOrEqual(320)
})

test('[E3] An own message from deep in the history leads to the live end', async ({ person, server }) => {
  const ada = await person('Ada')
  await ada.join(await openSeeded(server, 'Harbour planning', numbered(250)))
  await ada.page.getByRole('button', { name: 'Search' }).click()
  await ada.page.getByRole('searchbox').fill('message 20')
  const found = ada.page.getByRole('complementary', { name: 'Search' }).getByRole('listitem')
  await found
    .filter({ hasText: /Message 20$/ })
    .getByRole('button')
    .click()
  await expect(ada.room.message('Message 20')).toBeFocused()
  await expect(ada.room.message('Message 250')).toHaveCount(0)
  await ada.room.saySurely('From the deep')
  await expect(ada.room.message('From the deep')).toBeInViewport({ ratio: 1 })
  await expect(ada.room.message('Message 250')).toBeInViewport({ ratio: 1 })
  await expect(ada.page.getByRole('button', { name: /Back to latest|Jump to latest/ })).toHaveCount(0)
})
