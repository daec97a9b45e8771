// The held position (H1 to H13): whatever comes in above or below, nobody who reads is moved.
import type { Person } from './support/person'
import { numbered, seed } from './support/seed'
import { watchStillness } from './support/stillness'
import { expect, test } from './support/test'

/** "At most a pixel", as the scenarios say. */
const HELD = 1

const NARROW = { viewport: { width: 390, height: 844 } }

type Stage = { ada: Person; bo: Person }

/**
 * Ada reads in a narrow window, Bo can write; a hundred messages of mixed height stand there. Ada comes in after them:
 * whatever she had not read of them would be marked, and her page would open at that mark and not at the end.
 */
async function stage(
  person: (name: string, options?: object) => Promise<Person>,
  server: Person['server'],
): Promise<Stage> {
  const [ada, bo] = await Promise.all([person('Ada', NARROW), person('Bo')])
  const code = await bo.create('Harbour planning')
  const lines = numbered(100).map(({ by, say }, index) => ({
    by,
    say: `${say} ${'and more of it '.repeat(index % 9)}`,
  }))
  await seed(server, code, lines)
  await ada.join(code)
  await expect(ada.room.messages).toHaveCount(50)
  await expect(ada.room.online(2)).toBeAttached()
  return { ada, bo }
}

test('[H1] At load the last message is at the end of the box, without JavaScript too', async ({ person, server }) => {
  const { ada } = await stage(person, server)
  const { gap } = await watchStillness(ada.page, { act: async () => {} })
  expect(gap).toBeLessThanOrEqual(HELD)
  const plain = await person('Plain', { ...NARROW, javaScriptEnabled: false })
  await plain.context.addCookies(await ada.context.cookies())
  await plain.page.goto(ada.page.url())
  const [log, form] = await Promise.all([
    plain.room.log.boundingBox(),
    plain.page.getByRole('form', { name: 'Send a message' }).boundingBox(),
  ])
  if (!log || !form) throw new Error('The log and the form are on the page.')
  expect(Math.abs(log.y + log.height - form.y)).toBeLessThanOrEqual(HELD)
  await expect(plain.room.messages.last()).toBeInViewport({ ratio: 1 })
})

test('[H2] A page of older messages comes in above: the reader is not moved', async ({ person, server }) => {
  const { ada } = await stage(person, server)
  const { drift } = await watchStillness(ada.page, {
    scrollTo: -1_000_000,
    act: () => expect(ada.room.messages).toHaveCount(100),
  })
  expect(drift).toBeLessThanOrEqual(HELD)
})

test('[H3] Messages come in below a reader: one, then ten, and the pill counts them', async ({ person, server }) => {
  const { ada, bo } = await stage(person, server)
  const one = await watchStillness(ada.page, {
    scrollTo: -2_500,
    act: async () => {
      await bo.room.say('One more')
      await expect(ada.page.getByRole('button', { name: '1 new message' })).toBeVisible()
    },
  })
  expect(one.drift).toBeLessThanOrEqual(HELD)
  const ten = await watchStillness(ada.page, {
    act: async () => {
      for (let number = 1; number <= 10; number += 1) await bo.room.say(`And number ${number}`)
      await expect(ada.page.getByRole('button', { name: '11 new messages' })).toBeVisible()
    },
  })
  expect(ten.drift).toBeLessThanOrEqual(HELD)
})

test('[H8] At the end a new message is followed, and so is one that grows', async ({ person, server }) => {
  const { ada, bo } = await stage(person, server)
  const appended = await watchStillness(ada.page, {
    scrollTo: 0,
    act: async () => {
      await bo.room.say('Newest of all')
      await expect(ada.room.message('Newest of all')).toBeInViewport({ ratio: 1 })
    },
  })
  expect(appended.gap).toBeLessThanOrEqual(HELD)
  const grown = await watchStillness(ada.page, {
    act: () => ada.room.messages.last().evaluate((row) => row.style.setProperty('padding-bottom', '180px')),
  })
  expect(grown.gap).toBeLessThanOrEqual(HELD)
})

test('[H9] At the end the keyboard opens and closes: the last message stays at the end', async ({ person, server }) => {
  const { ada } = await stage(person, server)
  for (const height of [584, 844]) {
    const { gap } = await watchStillness(ada.page, {
      act: () => ada.page.setViewportSize({ width: 390, height }),
    })
    expect(gap, `${height} px`).toBeLessThanOrEqual(HELD)
    await expect(ada.room.messages.last()).toBeInViewport({ ratio: 1 })
  }
})

test('[H13] Forty pixels above the end counts as the end: a new message is fully seen', async ({ person, server }) => {
  const { ada, bo } = await stage(person, server)
  await watchStillness(ada.page, { scrollTo: -40, act: async () => {} })
  await bo.room.say('Newest of all')
  await expect(ada.room.message('Newest of all')).toBeInViewport({ ratio: 1 })
  const { gap } = await watchStillness(ada.page, { act: async () => {} })
  expect(gap).toBeLessThanOrEqual(HELD)
})
