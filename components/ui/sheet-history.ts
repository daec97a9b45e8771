// The entry that an open sheet has in the tab's history, and the address changes that must not cross its taking back.

const MARK = 'parleySheet'

let openSheets = 0
/** Resolves when the last sheet that was closed is out of the history. */
let takingBack: Promise<unknown> | undefined

/** Whether the page stands on the entry of a sheet. */
export function isOnSheet(): boolean {
  return MARK in Object(history.state)
}

/** Gives a sheet that opens its entry. One that opens out of another shares it. */
export function enterSheet(): void {
  openSheets += 1
  if (!isOnSheet()) history.pushState({ ...history.state, [MARK]: true }, '')
}

/** Takes the entry back, unless another sheet has taken its place or the page has moved on. */
export function leaveSheet(): void {
  openSheets -= 1
  takingBack = new Promise((done) =>
    setTimeout(() => {
      if (openSheets > 0 || !isOnSheet()) return done(0)
      addEventListener('popstate', done, { once: true })
      history.back()
    }),
  )
}

/**
 * Moves the page to another address, once no sheet is being taken back: a step back comes later than it was asked for,
 * from where the page is by then, and would lead away from an address set in between.
 * @param push how; without it the page stays, and the address takes the place of a sheet that is still open
 */
export async function moveTo(path: string, push?: (path: string) => void): Promise<void> {
  await takingBack
  if (push) push(path)
  else history[isOnSheet() ? 'replaceState' : 'pushState'](null, '', path)
}
