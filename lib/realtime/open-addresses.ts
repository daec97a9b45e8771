// How many connections each address holds, from the upgrade on: one that never says who it is counts too.

export type OpenAddresses = {
  count(address: string): number
  /** @returns what to call when the connection is closed */
  hold(address: string): () => void
}

export function createOpenAddresses(): OpenAddresses {
  const counts = new Map<string, number>()
  const count = (address: string): number => counts.get(address) ?? 0
  return {
    count,
    hold(address) {
      counts.set(address, count(address) + 1)
      return () => {
        if (count(address) > 1) counts.set(address, count(address) - 1)
        else counts.delete(address)
      }
    },
  }
}
