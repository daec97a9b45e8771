// The held position in Firefox, where rows leave the page, where one of them has the focus, and where one is jumped to.
import { expect, test } from 'vitest'
import type { Reader } from './reader'
import { mixed } from './reader'
import { setStage } from './stage'

const HELD = 1
/** As many rows as the page may hold: 300 and a leeway of 20. */
const MOST = 320
const MANY = 400

const open = setStage()

function countRows({ page }: Reader): Promise<number> {
  return page.$$eval('[role=log] li.row', (rows) => rows.length)
}

type Ends = { first: number; last: number }

/** Which of "Message 1", "Message 2" … stand at both ends of the page. */
function endsInPage(): Ends {
  const rows = [...document.querySelectorAll('[role=log] li.row')]
  const number = (row: Element | undefined) => Number(/Message (\d+)/.exec(row?.textContent ?? '')?.[1])
  return { first: number(rows[0]), last: number(rows.at(-1)) }
}

/** Waits until another row stands at either end. */
async function hasMoved({ page }: Reader, before: Ends): Promise<void> {
  let ends = before
  while (ends.first === before.first && ends.last === before.last) ends = await page.evaluate(endsInPage)
}

test('[H6] [E8] Read up and down through more than fits: rows are trimmed at both ends, and the reader is not moved', async () => {
  const ada = await open({ lines: mixed(MANY) })
  let ends = await ada.page.evaluate(endsInPage)
  const move = async (scrollTo: number) => {
    const before = ends
    const { drift } = await ada.watch({ scrollTo, act: () => hasMoved(ada, before) })
    ends = await ada.page.evaluate(endsInPage)
    return { drift, rows: await countRows(ada), way: `from ${JSON.stringify(before)} to ${JSON.stringify(ends)}` }
  }
  while (ends.first > 1 || ends.last === MANY) {
    const { drift, rows, way } = await move(-1_000_000)
    expect(drift, way).toBeLessThanOrEqual(HELD)
    expect(rows, way).toBeLessThanOrEqual(MOST)
  }
  while (ends.last < MANY) {
    const { drift, rows, way } = await move(-200)
    expect(drift, way).toBeLessThanOrEqual(HELD)
    expect(rows, way).toBeLessThanOrEqual(MOST)
  }
  expect(ends.first).toBeGreaterThan(1)
})

test('[H7] A jump to a loaded message puts it in the middle of the box', async () => {
  const ada = await open()
  const id = await ada.hears('Where do we meet?')
  for (const { say } of mixed(30)) await ada.hears(say)
  await ada.hears('At the east gate.', id)
  await ada.shows('At the east gate.')
  const drift = () =>
    ada.page.evaluate((anchor) => {
      const box = document.querySelector('[role=log]')?.parentElement?.getBoundingClientRect()
      const row = document.getElementById(`m-${anchor}`)?.getBoundingClientRect()
      if (!box || !row) throw new Error('The message is loaded.')
      return Math.abs((row.top + row.bottom) / 2 - (box.top + box.bottom) / 2)
    }, id)
  expect(await drift()).toBeGreaterThan(600)
  await ada.page.click('[role=log] li.row:last-child .row-quote')
  await expect.poll(drift, { timeout: 10_000 }).toBeLessThanOrEqual(HELD)
  await ada.watch({})
  expect(await drift()).toBeLessThanOrEqual(HELD)
})

test('[H14] [E8] A message with the focus that new ones would trim away stays in the page, with its focus', async () => {
  const ada = await open()
  const last = await ada.hears('Mind this one')
  await ada.shows('Mind this one')
  await ada.page.evaluate((id) => document.getElementById(`m-${id}`)?.focus(), last)
  for (let number = 1; number <= MOST + 10; number += 1) await ada.hears(`And number ${number}`)
  await ada.shows(`And number ${MOST + 10}`)
  expect(await ada.page.evaluate(() => document.activeElement?.id)).toBe(`m-${last}`)
  // Those before it are gone: it would be, too.
  await expect.poll(() => ada.page.$$eval('[role=log] li.row', (rows) => rows[0]?.id)).toBe(`m-${last}`)
})
