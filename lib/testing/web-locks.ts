// `navigator.locks` (https://w3c.github.io/web-locks/) as far as the client asks it, which Node 20 has not: exclusive
// locks, granted in the order of asking, and `ifAvailable`.

type Held = (lock: { name: string } | null) => Promise<unknown> | unknown
type Request = {
  (name: string, run: Held): Promise<unknown>
  (name: string, options: { ifAvailable: boolean }, run: Held): Promise<unknown>
}

/** One for all tabs of a browser. */
export function createLocks(): { request: Request } {
  const queues = new Map<string, Promise<unknown>>()
  return {
    async request(name: string, ...rest: [Held] | [{ ifAvailable: boolean }, Held]) {
      const [options, run] = rest.length === 1 ? [{ ifAvailable: false }, rest[0]] : rest
      const before = queues.get(name)
      if (options.ifAvailable && before !== undefined) return run(null)
      const own = (before ?? Promise.resolve()).then(() => run({ name }))
      const settled = own.then(
        () => undefined,
        () => undefined,
      )
      queues.set(name, settled)
      void settled.then(() => queues.get(name) === settled && queues.delete(name))
      return own
    },
  }
}
