// What a row of the fault matrix is, and what it works with.
import type { Random } from '#lib/testing/random'
import type { Counts } from '../oracle/counts'
import type { CheckId } from '../oracle/facts'
import type { ClientBundle } from './client-parts'
import type { Crowd } from './crowd'
import type { Lab, LabOptions } from './lab'
import type { Build } from './node-bundle'
import type { Recorder } from './recorder'
import type { Store, StoreKind, Stores } from './stores'

export type Row = {
  /** As in the matrix: F1 to F25. */
  id: string
  title: string
  nodes: number
  /** The stores it is meaningful on; where both are named it runs on both. */
  stores: readonly StoreKind[]
  /** Whether it needs Redis between its nodes. */
  bus: boolean
  /** Fewer seeds than others, where one takes long. */
  seeds?: number
  /** Runs only when it is named. */
  isByHand?: true
  run(context: RowContext): Promise<void>
}

export type RowContext = {
  row: Row
  seed: number
  random: Random
  storeKind: StoreKind
  stores: Stores
  /** How long a soak runs, milliseconds. */
  soakMs: number
  recorder: Recorder
  clients: ClientBundle
  /** Something broken on purpose in the nodes. */
  build: Build | undefined
  /** The row's lab, kept from seed to seed as long as it is asked for with the same options; `fresh` makes another. */
  lab(
    options?: Partial<Pick<LabOptions, 'nodes' | 'env' | 'imports' | 'each' | 'build'>> & { fresh?: true },
  ): Promise<Lab>
  /** An empty store, for nodes that the row starts itself. */
  store(): Promise<Store>
  /** The fault is over: recovery counts from here. Without it, from when the row asks to be judged. */
  healed(lab: Lab, crowd: Crowd): Promise<void>
  /** Waits until everything came to rest after the fault, and holds the histories against the rows. */
  judge(lab: Lab, crowd: Crowd, leakAfterMs?: number): Promise<void>
  /** Something the row demands besides the oracle's checks. */
  expect(isSo: boolean, sentence: string): void
  /** A number for the report; over several seeds the worst stands there. */
  measure(name: string, value: number): void
}

export type SeedResult = {
  row: string
  title: string
  store: StoreKind
  nodes: number
  seed: number
  counts: Counts
  perCheck: Partial<Record<CheckId, number>>
  /** Unhandled rejections, and ends of processes that nobody ordered. */
  unhandled: string[]
  /** What the row demanded and did not get, and how it broke down where it did. */
  broken: string[]
  /** One sentence for each kind of violation. */
  violations: string[]
  measures: Record<string, number>
  tookMs: number
}

export function isGreen({ perCheck, unhandled, broken }: SeedResult): boolean {
  return unhandled.length === 0 && broken.length === 0 && Object.values(perCheck).every((count) => count === 0)
}
