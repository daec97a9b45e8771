// The labs of a run: one is kept from seed to seed while a row asks for the same, and closed when it does not.
import { type Lab, type LabOptions, openLab } from './lab'
import { type LabBus, openLabBus } from './lab-bus'
import type { Build } from './node-bundle'
import type { Row } from './row'
import type { Store, StoreKind, Stores } from './stores'

export type Asked = Partial<Pick<LabOptions, 'nodes' | 'env' | 'imports' | 'each'>> & {
  row: Row
  seed: number
  storeKind: StoreKind
  build?: Build | undefined
  fresh?: true
}

export type Labs = {
  get(asked: Asked): Promise<Lab>
  store(kind: StoreKind): Promise<Store>
  /** A seed has ended; a lab that it spoilt is closed. @returns what its nodes had no explanation for */
  ended(isSpoilt: boolean): Promise<string[]>
  close(): Promise<void>
}

type Open = { key: string; lab: Lab; store: Store; bus: LabBus | undefined; isFresh: boolean }

export function createLabs(stores: Stores): Labs {
  let open: Open | undefined
  const loose: Store[] = []
  /** What was reported of a lab that goes on is not reported again. */
  let told = 0

  async function close(): Promise<void> {
    const closing = open
    open = undefined
    told = 0
    if (closing) {
      await closing.lab.close()
      await closing.bus?.close()
      await closing.store.remove()
    }
    for (const store of loose.splice(0)) await store.remove()
  }

  return {
    close,
    async get({ row, seed, storeKind, fresh = false, ...asked }) {
      const key = JSON.stringify([row.id, storeKind, asked.nodes, asked.env, asked.imports, asked.build?.name])
      if (open && !fresh && !open.isFresh && open.key === key) return open.lab
      await close()
      const store = await stores.open(storeKind)
      // One file has one node, and that one needs no Redis.
      const isAlone = storeKind === 'sqlite'
      const bus = row.bus && !isAlone ? await openLabBus() : undefined
      const { build, ...options } = asked
      const lab = await openLab({
        nodes: isAlone ? 1 : row.nodes,
        store,
        bus,
        seed,
        ...options,
        ...(build ? { build } : {}),
      })
      open = { key, lab, store, bus, isFresh: fresh }
      return lab
    },
    async store(kind) {
      const store = await stores.open(kind)
      loose.push(store)
      return store
    },
    async ended(isSpoilt) {
      const all = open?.lab.unhandled() ?? []
      const unhandled = all.slice(told)
      told = all.length
      if (isSpoilt || unhandled.length > 0 || open?.isFresh) await close()
      return unhandled
    },
  }
}
