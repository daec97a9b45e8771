// The held position in Firefox, while rows come, go and grow. The same scenarios hold in Chromium.
import { expect, test } from 'vitest'
import { setStage } from './stage'

/** "At most a pixel", as the scenarios say. */
const HELD = 1
/** Where the reader is, above the end. */
const UP = -2_500

const open = setStage()

test('[H1] At load the last message is at the end of the box, before any script too', async () => {
  for (const hasScript of [true, false]) {
    const ada = await open({ hasScript })
    const { gap } = await ada.watch({})
    expect(gap, hasScript ? 'alive' : 'before any script').toBeLessThanOrEqual(HELD)
  }
})

test('[H2] A page of older messages comes in above: the reader is not moved', async () => {
  const ada = await open()
  const hasRows = (count: number) =>
    ada.page.waitForFunction((rows) => document.querySelectorAll('[role=log] li.row').length === rows, {}, count)
  await hasRows(50)
  const { drift } = await ada.watch({ scrollTo: -1_000_000, act: () => hasRows(100) })
  expect(drift).toBeLessThanOrEqual(HELD)
})

test('[H3] Messages come in below a reader: one, then ten, and the pill counts them', async () => {
  const ada = await open()
  const one = await ada.watch({
    scrollTo: UP,
    act: async () => {
      await ada.hears('One more')
      await ada.offers('1 new message')
    },
  })
  expect(one.drift).toBeLessThanOrEqual(HELD)
  const ten = await ada.watch({
    act: async () => {
      for (let number = 1; number <= 10; number += 1) await ada.hears(`And number ${number}`)
      await ada.offers('11 new messages')
    },
  })
  expect(ten.drift).toBeLessThanOrEqual(HELD)
})

/**
 * Makes a row 180 px taller: the last one, or the one so far below the first that is seen, above it if negative. Of
 * the rows above there may be only a few until an older page has come.
 */
function grow(by: number | 'last'): void {
  const box = document.querySelector('[role=log]')?.parentElement
  const rows = [...document.querySelectorAll<HTMLElement>('[role=log] li.row')]
  const seen = rows.findIndex((row) => box && row.getBoundingClientRect().top >= box.getBoundingClientRect().top)
  const row = by === 'last' ? rows.at(-1) : rows[Math.max(0, seen + by)]
  if (!row || (by !== 'last' && Math.sign(rows.indexOf(row) - seen) !== Math.sign(by)))
    throw new Error('There is no such row.')
  row.style.paddingBlockEnd = '180px'
}

/** Whether there is one above the first that is seen. */
function isRowAbove(): boolean {
  const box = document.querySelector('[role=log]')?.parentElement
  const first = document.querySelector('[role=log] li.row')
  return Boolean(box && first && first.getBoundingClientRect().top < box.getBoundingClientRect().top)
}

test('[H4] A row above what is read grows: the reader is not moved', async () => {
  const ada = await open()
  const { drift } = await ada.watch({
    scrollTo: UP,
    async act() {
      // On a slow machine the older page has not come yet.
      await ada.page.waitForFunction(isRowAbove)
      await ada.page.evaluate(grow, -5)
    },
  })
  expect(drift).toBeLessThanOrEqual(HELD)
})

test('[H5] A row below what is read grows: the reader is not moved', async () => {
  const ada = await open()
  const { drift } = await ada.watch({ scrollTo: UP, act: () => ada.page.evaluate(grow, 25) })
  expect(drift).toBeLessThanOrEqual(HELD)
})

test('[H8] At the end a new message is followed, and so is one that grows', async () => {
  const ada = await open()
  const appended = await ada.watch({
    scrollTo: 0,
    act: async () => {
      await ada.hears('Newest of all')
      await ada.shows('Newest of all')
    },
  })
  expect(appended.gap).toBeLessThanOrEqual(HELD)
  const grown = await ada.watch({
    act: () => ada.page.evaluate(grow, 'last' as const),
  })
  expect(grown.gap).toBeLessThanOrEqual(HELD)
})
