// Runs rows over seeds, one after the other, and tells what came of each as it comes.
import { bundleClient } from './client-parts'
import { createLabs } from './labs'
import { lineOf } from './print'
import type { Row, SeedResult } from './row'
import { runSeed } from './run-seed'
import type { StoreKind, Stores } from './stores'

export type Planned = { row: Row; storeKind: StoreKind; seeds: readonly number[] }

export async function runMatrix(
  plan: readonly Planned[],
  { stores, soakMs, keepsAll, say }: { stores: Stores; soakMs: number; keepsAll: boolean; say(line: string): void },
): Promise<SeedResult[]> {
  const clients = await bundleClient()
  const results: SeedResult[] = []
  for (const { row, storeKind, seeds } of plan) {
    const labs = createLabs(stores)
    try {
      for (const seed of seeds) {
        const { result } = await runSeed({ row, seed, storeKind, stores, labs, clients, soakMs, keepsAll })
        results.push(result)
        say(lineOf(result))
      }
    } finally {
      await labs.close()
    }
  }
  return results
}
