// State outside React: one value, replaced whole, and who wants to know.

export type Store<T> = {
  getState(): T
  /** Replaces fields; listeners hear of it only when one of them really changed. */
  set(change: Partial<T>): void
  subscribe(listener: () => void): () => void
}

export function createStore<T extends object>(initial: T): Store<T> {
  let state = initial
  const listeners = new Set<() => void>()
  return {
    getState: () => state,
    set(change) {
      const next = { ...state, ...change }
      const keys = Object.keys(change) as (keyof T)[]
      if (keys.every((key) => Object.is(next[key], state[key]))) return
      state = next
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
