// The held position in Firefox, while the box of the list itself changes: a keyboard opens, a phone is turned.
import { expect, test } from 'vitest'
import type { Reader } from './reader'
import { setStage } from './stage'

const HELD = 1
const UP = -2_500
const OPEN = 340
const CLOSED = 600

const open = setStage()

/** Bo says it, and it stands in Ada's list. */
async function append(ada: Reader, body: string): Promise<void> {
  await ada.hears(body)
  await ada.shows(body)
}

/** Whether the last message is seen whole. */
function isLastSeen(reader: Reader): Promise<boolean> {
  return reader.page.evaluate(() => {
    const box = document.querySelector('[role=log]')?.parentElement?.getBoundingClientRect()
    const row = [...document.querySelectorAll('[role=log] li.row')].at(-1)?.getBoundingClientRect()
    return box !== undefined && row !== undefined && row.top >= box.top && row.bottom <= box.bottom + 1
  })
}

test('[H9] [E68] At the end the keyboard opens and closes: the last message stays at the end', async () => {
  const ada = await open()
  for (const height of [OPEN, CLOSED]) {
    const { gap } = await ada.watch({ scrollTo: 0, act: () => ada.resize({ height }) })
    expect(gap, `${height} px`).toBeLessThanOrEqual(HELD)
    expect(await isLastSeen(ada)).toBe(true)
  }
})

test('[H10] The keyboard opens and closes over a reader: the message at the lower edge stays there', async () => {
  const ada = await open()
  await ada.watch({ scrollTo: UP })
  for (const height of [OPEN, CLOSED]) {
    const { drift } = await ada.watch({ row: 'last', act: () => ada.resize({ height }) })
    expect(drift, `${height} px`).toBeLessThanOrEqual(HELD)
  }
})

test('[H10] The list may be drawn anew before its observers hear of the keyboard: nothing moves', async () => {
  const ada = await open()
  await ada.watch({ scrollTo: UP })
  // The browser tells of a new size before it asks the observers, and a focused row draws the list at once.
  await ada.page.evaluate(() => {
    window.addEventListener('resize', () => {
      const rows = [...document.querySelectorAll<HTMLElement>('[role=log] li[aria-labelledby]')]
      rows.find((row) => row !== document.activeElement && row.tabIndex === -1)?.focus({ preventScroll: true })
    })
  })
  for (const height of [OPEN, CLOSED]) {
    const { drift } = await ada.watch({ row: 'last', act: () => ada.resize({ height }) })
    expect(drift, `${height} px`).toBeLessThanOrEqual(HELD)
  }
})

test('[H11] Messages come in behind an open keyboard and after it: the reader is not moved', async () => {
  const ada = await open()
  await ada.watch({ scrollTo: UP })
  for (const height of [OPEN, CLOSED]) {
    await ada.resize({ height })
    const { drift } = await ada.watch({ act: () => append(ada, `Said at ${height} px`) })
    expect(drift, `${height} px`).toBeLessThanOrEqual(HELD)
  }
})

test('[H12] The box becomes narrower: the message at the upper edge stays there, and after a new one too', async () => {
  const ada = await open()
  await ada.watch({ scrollTo: UP })
  const narrowed = await ada.watch({ row: 'first', act: () => ada.resize({ width: 320 }) })
  expect(narrowed.drift).toBeLessThanOrEqual(HELD)
  const appended = await ada.watch({ row: 'first', act: () => append(ada, 'One more') })
  expect(appended.drift).toBeLessThanOrEqual(HELD)
})

test('[H13] Forty pixels above the end counts as the end: a new message is fully seen', async () => {
  const ada = await open()
  await ada.watch({ scrollTo: -40 })
  await append(ada, 'Newest of all')
  const { gap } = await ada.watch({})
  expect(gap).toBeLessThanOrEqual(HELD)
  expect(await isLastSeen(ada)).toBe(true)
})
