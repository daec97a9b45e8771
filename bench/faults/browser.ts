// One browser of one person, as far as the client knows one: what its tabs share (storage, locks, channels), and a page
// for each tab. Closing a tab keeps the storage; a second browser is a second device.

type Update = (kept: unknown) => unknown

/** What the client takes from the package idb-keyval, kept in this browser. */
export type Storage = {
  createStore(database: string, store: string): string
  get(key: string, store: string): Promise<unknown>
  update(key: string, change: Update, store: string): Promise<void>
  keys(store: string): Promise<string[]>
}

export type Browser = {
  storage: Storage
  locks: { request(name: string, ...rest: [Run] | [{ ifAvailable?: boolean }, Run]): Promise<unknown> }
  Channel: new (name: string) => TabChannel
}

type Hear = (event: { data: unknown }) => void
type TabChannel = {
  postMessage(data: unknown): void
  addEventListener(name: string, listener: Hear): void
  removeEventListener(name: string, listener: Hear): void
}

type Run = (lock: object | null) => unknown

export function createBrowser(): Browser {
  return { storage: createStorage(), locks: createLocks(), Channel: createChannels() }
}

function createStorage(): Storage {
  const kept = new Map<string, unknown>()
  const place = (key: string, store: string): string => `${store}/${key}`
  return {
    createStore: (database, store) => `${database}/${store}`,
    get: async (key, store) => structuredClone(kept.get(place(key, store))),
    async update(key, change, store) {
      kept.set(place(key, store), structuredClone(change(structuredClone(kept.get(place(key, store))))))
    },
    async keys(store) {
      return [...kept.keys()].flatMap((each) => (each.startsWith(`${store}/`) ? [each.slice(store.length + 1)] : []))
    },
  }
}

/** One holder at a time and name; `ifAvailable` runs without the lock where it is held. */
function createLocks(): Browser['locks'] {
  const turns = new Map<string, Promise<unknown>>()
  async function request(name: string, ...rest: [Run] | [{ ifAvailable?: boolean }, Run]): Promise<unknown> {
    const [options, run] = rest.length === 1 ? [{}, rest[0]] : rest
    const before = turns.get(name)
    if (before && options.ifAvailable) return run(null)
    const own = (before ?? Promise.resolve()).then(() => run({ name }))
    const settled = own.then(noop, noop).then(() => {
      if (turns.get(name) === settled) turns.delete(name)
    })
    turns.set(name, settled)
    return own
  }
  return { request }
}

function noop(): void {}

function createChannels(): Browser['Channel'] {
  const open = new Set<{ name: string; listeners: Set<Hear> }>()
  return class {
    readonly #own: { name: string; listeners: Set<Hear> }

    constructor(name: string) {
      this.#own = { name, listeners: new Set() }
      open.add(this.#own)
    }

    postMessage(data: unknown): void {
      const copy = structuredClone(data)
      for (const other of open) {
        if (other === this.#own || other.name !== this.#own.name) continue
        for (const listener of other.listeners) setImmediate(() => listener({ data: copy }))
      }
    }

    addEventListener(_: string, listener: Hear): void {
      this.#own.listeners.add(listener)
    }

    removeEventListener(_: string, listener: Hear): void {
      this.#own.listeners.delete(listener)
    }
  }
}

export type Page = {
  window: EventTarget
  document: EventTarget & { visibilityState: string }
  location: { protocol: string; host: string; hostname: string; port: string }
}

export function createPage(origin: string): Page {
  const { protocol, host, hostname, port } = new URL(origin)
  return {
    window: new EventTarget(),
    document: Object.assign(new EventTarget(), { visibilityState: 'visible' }),
    location: { protocol, host, hostname, port },
  }
}
