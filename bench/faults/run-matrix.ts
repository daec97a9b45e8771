// Runs rows over seeds and tells what came of each as it comes.
import { bundleClient, type ClientBundle } from './client-parts'
import { createLabs } from './labs'
import { lineOf } from './print'
import type { Row, SeedResult } from './row'
import { runSeed } from './run-seed'
import { openStores, type StoreKind, type Stores } from './stores'

export type Planned = { row: Row; storeKind: StoreKind; seeds: readonly number[] }

type Parts = {
  stores: Stores
  soakMs: number
  keepsAll: boolean
  /** So many rows run at the same time, each on stores of its own. They wait more than they work. */
  jobs: number
  say(line: string): void
}

/** The results stand in the order of the plan, whichever ended first. */
export async function runMatrix(plan: readonly Planned[], parts: Parts): Promise<SeedResult[]> {
  const clients = await bundleClient()
  const results: SeedResult[][] = plan.map(() => [])
  const left = plan.entries()

  async function work(stores: Stores): Promise<void> {
    for (const [at, planned] of left) results[at] = await runRow(planned, { ...parts, stores, clients })
  }

  /** Some rows stop Postgres itself: only those of one worker, which follow each other, may share it. */
  async function workApart(): Promise<void> {
    const stores = openStores()
    try {
      await work(stores)
    } finally {
      await stores.close()
    }
  }

  await Promise.all([work(parts.stores), ...Array.from({ length: parts.jobs - 1 }, workApart)])
  return results.flat()
}

async function runRow(
  { row, storeKind, seeds }: Planned,
  { stores, soakMs, keepsAll, clients, say }: Parts & { clients: ClientBundle },
): Promise<SeedResult[]> {
  const labs = createLabs(stores)
  const results: SeedResult[] = []
  try {
    for (const seed of seeds) {
      const { result } = await runSeed({ row, seed, storeKind, stores, labs, clients, soakMs, keepsAll, say })
      results.push(result)
      say(lineOf(result))
    }
  } finally {
    await labs.close()
  }
  return results
}
