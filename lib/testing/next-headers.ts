// Stands in for `next/headers`, which only works inside a request that Next is answering: the cookies and headers of the
// one request that a test plays. Cookies are kept as a browser keeps them, by their names, until they have no life left.

/** What stands beside a cookie's value when it is set. `maxAge` in seconds. */
export type CookieAttributes = {
  httpOnly: boolean
  sameSite: 'lax'
  secure: boolean
  path: string
  maxAge: number
}

type Kept = { value: string; attributes?: CookieAttributes }

const jar = new Map<string, Kept>()
const sent = new Headers()

/** Begins a request: what its browser has kept, and what it is sent with. */
export function playRequest(kept: Record<string, string> = {}, headers: Record<string, string> = {}): void {
  jar.clear()
  for (const [name, value] of Object.entries(kept)) jar.set(name, { value })
  for (const name of [...sent.keys()]) sent.delete(name)
  for (const [name, value] of Object.entries(headers)) sent.set(name, value)
}

/** The cookie that the browser has after the answer. */
export function keptCookie(name: string): Kept | undefined {
  return jar.get(name)
}

export async function cookies() {
  return {
    get: (name: string) => jar.get(name),
    set(name: string, value: string, attributes: CookieAttributes): void {
      if (attributes.maxAge > 0) jar.set(name, { value, attributes })
      else jar.delete(name)
    },
  }
}

export async function headers(): Promise<Headers> {
  return sent
}
