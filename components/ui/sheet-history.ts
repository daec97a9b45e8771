// The entry that an open sheet has in the tab's history, and the address changes that must not cross its taking back.

const MARK = 'parleySheet'
/** A browser may drop a step back, and then nothing tells: an address waits no longer than this, in milliseconds. */
const LONGEST_STEP = 500

let openSheets = 0
let takingBack: Promise<void> | undefined

/** Whether the page stands on the entry of a sheet. */
export function isOnSheet(): boolean {
  const state: unknown = history.state
  return typeof state === 'object' && state !== null && MARK in state
}

/** Gives a sheet that opens its entry. One that opens out of another shares it. */
export function enterSheet(): void {
  openSheets += 1
  if (!isOnSheet()) history.pushState({ ...history.state, [MARK]: true }, '')
}

/** Takes the entry back, unless another sheet has taken its place or the page has moved on. */
export function leaveSheet(): void {
  openSheets -= 1
  takingBack = new Promise((done) => {
    setTimeout(() => {
      if (openSheets > 0 || !isOnSheet()) return done()
      window.addEventListener('popstate', () => done(), { once: true })
      setTimeout(done, LONGEST_STEP)
      history.back()
    })
  })
}

/**
 * Waits until no sheet is being taken out of the history. A step back comes later than it was asked for, from where the
 * page is by then: an address set in between would be left again at once.
 */
export async function sheetsTakenBack(): Promise<void> {
  await takingBack
}

/** Moves the page to another address of its own, which takes the place of a sheet that is still open. */
export async function moveTo(path: string): Promise<void> {
  await sheetsTakenBack()
  if (isOnSheet()) history.replaceState(null, '', path)
  else history.pushState(null, '', path)
}
