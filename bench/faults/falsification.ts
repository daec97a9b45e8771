// The checker and the rows are falsified before they are believed: histories made wrong, and Parley made wrong.
import { falsify } from '../oracle/record-mutants'
import { bundleClient } from './client-parts'
import { createLabs } from './labs'
import { patching } from './node-bundle'
import type { ProductMutant } from './product-mutants'
import { ROWS } from './rows/all-rows'
import { calm } from './rows/f00-calm'
import { runSeed } from './run-seed'
import type { Stores } from './stores'

/** `missed`: nothing was found; `elsewhere`: something was, but not by the check that is meant for it. */
export type Falsified = {
  name: string
  by: string
  result: 'caught' | 'missed' | 'no place' | 'elsewhere'
  found: string
}

const FIRST_SEEDS = [1, 2, 3, 4, 5]

/** Wrong histories, made from a real one without a fault. */
export async function falsifyRecords(stores: Stores): Promise<Falsified[]> {
  const labs = createLabs(stores)
  try {
    const clients = await bundleClient()
    const { result, evidence } = await runSeed({
      ...{ row: calm, seed: 1, storeKind: 'sqlite' as const, stores, labs, clients, soakMs: 0 },
    })
    const problems = [...result.broken, ...result.violations]
    if (problems.length > 0 || !evidence) throw new Error(`A run without a fault is red: ${problems.join('; ')}`)
    return falsify(evidence).map(({ name, caughtBy, result: verdict }) => ({
      ...{ name, by: caughtBy, result: verdict, found: verdict === 'caught' ? caughtBy : '' },
    }))
  } finally {
    await labs.close()
  }
}

/** Parley with one thing broken, on the row that must notice; as many seeds as it takes. */
export async function falsifyProduct(stores: Stores, mutant: ProductMutant): Promise<Falsified> {
  const { name, store, caughtBy, server, client, seeds = FIRST_SEEDS } = mutant
  const row = ROWS.find(({ id }) => id === mutant.row)
  if (!row) throw new Error(`There is no row ${mutant.row}.`)
  const labs = createLabs(stores)
  const found = new Set<string>()
  try {
    const clients = await bundleClient(client ? [patching(client)] : [])
    for (const seed of seeds) {
      const parts = { row, seed, storeKind: store, stores, labs, clients, soakMs: 0, build: server, restMs: 12_000 }
      const { result } = await runSeed(parts)
      for (const [id, count] of Object.entries(result.perCheck)) if (count > 0) found.add(id)
      if (caughtBy.some((id) => found.has(id))) break
    }
  } finally {
    await labs.close()
  }
  const isCaught = caughtBy.some((id) => found.has(id))
  const result = isCaught ? 'caught' : found.size > 0 ? 'elsewhere' : 'missed'
  return { name, by: caughtBy.join(' or '), result, found: [...found].join(', ') }
}
