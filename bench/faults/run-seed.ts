// Runs one row with one seed and says what came of it.
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRandom } from '#lib/testing/random'
import { ROOT } from '../../scripts/current-build.mjs'
import { check, describeViolations, type Verdict } from '../oracle/check'
import type { Facts } from '../oracle/facts'
import { type HistoryRecord, writeHistory } from '../oracle/history'
import type { Evidence } from '../oracle/record-mutants'
import type { ClientBundle } from './client-parts'
import type { Crowd } from './crowd'
import type { Labs } from './labs'
import type { Build } from './node-bundle'
import { startProgress } from './progress'
import { createRecorder } from './recorder'
import type { Row, RowContext, SeedResult } from './row'
import { noteHeal, settle } from './settle'
import type { StoreKind, Stores } from './stores'

export type SeedParts = {
  row: Row
  seed: number
  storeKind: StoreKind
  stores: Stores
  labs: Labs
  clients: ClientBundle
  soakMs: number
  build?: Build | undefined
  /** Keeps the history of a green seed too. */
  keepsAll?: boolean
  /** How long everything may take to come to rest, milliseconds. */
  restMs?: number
  /** Hears what a long settling and judging is at. */
  say?: (line: string) => void
}

/** An outbox has 30 seconds to empty, and the heads are told every ten. */
const REST_WITHIN_MS = 45_000
/** Milliseconds with Redis, and with one node; without Redis, rows say so themselves. */
const LEAK_AFTER_MS = 1_000
const WRITTEN_AT_ONCE = 20_000
const NO_COUNTS = { sent: 0, acked: 0, stored: 0, delivered: 0, ambiguous: 0, recovery: { p50: 0, p95: 0, p99: 0 } }

export async function runSeed(parts: SeedParts): Promise<{ result: SeedResult; evidence: Evidence | undefined }> {
  const { row, seed, storeKind, stores, labs } = parts
  const recorder = createRecorder()
  const started = performance.now()
  const broken: string[] = []
  const measures: Record<string, number> = {}
  const crowds: Crowd[] = []
  let verdict: Verdict | undefined
  let facts: Facts | undefined
  let judged: readonly HistoryRecord[] = []
  const context: RowContext = {
    ...{ row, seed, storeKind, stores, recorder, clients: parts.clients, soakMs: parts.soakMs, build: parts.build },
    random: createRandom(seed),
    lab: (options) => labs.get({ row, seed, storeKind, build: parts.build, ...options }),
    store: () => labs.store(storeKind),
    healed: (lab, crowd) => noteHeal(lab.host.services.database, crowd, recorder),
    async judge(lab, crowd, leakAfterMs = LEAK_AFTER_MS) {
      crowds.push(crowd)
      const database = lab.host.services.database
      const restMs = parts.restMs ?? REST_WITHIN_MS
      const say = (line: string): void => parts.say?.(`     ${row.id} ${storeKind} seed ${seed}: ${line}`)
      const progress = startProgress(recorder.records, say)
      try {
        const settled = await settle({ database, crowd, recorder, leakAfterMs, restMs, progress })
        judged = settled.records
        facts = settled.facts
        progress.now(() => `${judged.length} records are judged`)
        verdict = check(judged, facts)
        progress.now(() => 'judged')
      } finally {
        progress.close()
      }
    },
    expect(isSo, sentence) {
      if (!isSo) broken.push(sentence)
    },
    measure(name, value) {
      measures[name] = Math.max(measures[name] ?? Number.NEGATIVE_INFINITY, value)
    },
  }
  try {
    await row.run(context)
  } catch (error) {
    broken.push(`broke down: ${error instanceof Error ? (error.stack ?? error.message).slice(0, 600) : String(error)}`)
  }
  for (const crowd of crowds) crowd.close()
  const unhandled = await labs.ended(broken.length > 0 || (verdict?.violations.length ?? 0) > 0)
  const result: SeedResult = {
    ...{ row: row.id, title: row.title, store: storeKind, nodes: row.nodes, seed, broken, unhandled, measures },
    counts: verdict?.counts ?? NO_COUNTS,
    perCheck: verdict?.perCheck ?? {},
    violations: verdict ? describeViolations(verdict) : [],
    tookMs: Math.round(performance.now() - started),
  }
  if (verdict && (parts.keepsAll || verdict.violations.length > 0)) keep(result, judged, verdict)
  return { result, evidence: facts && { records: judged, facts } }
}

/** Leaves a red seed's history where it can be read. */
function keep({ row, store, seed }: SeedResult, judged: readonly HistoryRecord[], { violations }: Verdict): void {
  const folder = join(ROOT, 'test-results', 'faults')
  mkdirSync(folder, { recursive: true })
  const name = join(folder, `${row}-${store}-${seed}`)
  writeFileSync(`${name}.jsonl`, '')
  // A soak's history is longer than a string may be.
  for (let from = 0; from < judged.length; from += WRITTEN_AT_ONCE)
    appendFileSync(`${name}.jsonl`, writeHistory(judged.slice(from, from + WRITTEN_AT_ONCE)))
  writeFileSync(`${name}.violations.json`, JSON.stringify(violations.slice(0, 500), null, 1))
}
