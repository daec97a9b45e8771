// What one person has open in several tabs is told once.

/** Whoever looks at it already takes the lock first. Milliseconds. */
const HEAD_START = 150
/** Until the others have seen that it is taken. */
const HELD_FOR = 500

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

/** Keeps the other tabs from telling it: it is seen here. */
export function isSeenHere(name: string): void {
  void take(name, () => undefined)
}

/** Runs `tell` in one of the tabs that call this now, and in none where it is seen in one of them. */
export async function tellInOneTab(name: string, tell: () => void): Promise<void> {
  await wait(HEAD_START)
  await take(name, tell)
}

async function take(name: string, act: () => void): Promise<void> {
  // Missing on plain http outside of localhost.
  const locks: LockManager | undefined = navigator.locks
  if (!locks) return act()
  await locks.request(name, { ifAvailable: true }, async (lock) => {
    if (!lock) return
    act()
    await wait(HELD_FOR)
  })
}
