// The room this tab was in last, so that a private chat has a way back to it.

const KEY = 'parley:last-room'

export function rememberLastRoom(path: string): void {
  try {
    sessionStorage.setItem(KEY, path)
  } catch {
    // Storage may be full or forbidden; the way back then leads to /join.
  }
}

/** The path of that room, such as "/room/QF7K-2D9M". Anything else that may stand there is not followed. */
export function findLastRoom(): string | undefined {
  try {
    const path = sessionStorage.getItem(KEY)
    return path !== null && /^\/room\/[A-Za-z0-9-]+$/.test(path) ? path : undefined
  } catch {
    return undefined
  }
}
