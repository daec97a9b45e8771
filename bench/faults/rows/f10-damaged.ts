// F10: the database is damaged, cut short, or was left in the middle of a migration. Parley refuses to start in clear words,
// or starts whole; it never begins an empty one in place of what was there.
import { existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { spawnProcess, startProcess } from '#lib/testing/process'
import { bundleNode } from '../node-bundle'
import type { Row, RowContext } from '../row'

const ENDS_WITHIN_MS = 15_000
const KILLS = 4

export const damaged: Row = {
  id: 'F10',
  title: 'database cut short or overwritten before the start; kill in the middle of the first migration',
  nodes: 1,
  stores: ['sqlite'],
  bus: false,
  async run(context) {
    await refusesDamage(context)
    await survivesHalfMigrated(context)
  },
}

async function refusesDamage({ random, expect, store }: RowContext): Promise<void> {
  const entry = await bundleNode()
  const { dataDir } = await store()
  const file = join(dataDir, 'parley.db')
  const first = await startProcess({ dataDir, entry })
  await first.kill('SIGTERM')
  const { size } = statSync(file)
  // Pages beyond the first: its header alone decides whether the file counts as a database at all.
  if (random.chance(50)) truncateSync(file, Math.max(4_096, Math.floor((size * (10 + random.below(60))) / 100)))
  else {
    const bytes = readFileSync(file)
    const at = random.chance(30) ? 0 : 4_096 * (1 + random.below(Math.floor(size / 4_096) - 1))
    bytes.fill(0xa5, at, at + 4_096)
    writeFileSync(file, bytes)
  }
  const before = statSync(file).size
  const second = await spawnProcess({ dataDir, entry })
  const ended = await Promise.race([second.ended, delay(ENDS_WITHIN_MS, undefined)])
  if (ended) {
    expect(ended.code === 1, `it ended with ${ended.code ?? ended.signal}`)
    expect(
      /^Parley cannot start\. .*damaged.*backup/m.test(second.printed()),
      `it said: ${second.printed().slice(0, 300)}`,
    )
    expect(statSync(file).size === before, 'the damaged file was changed')
  } else {
    await second.kill('SIGKILL')
    // A page that holds nothing may be spoilt without harm.
    const database = new Sqlite(file, { readonly: true })
    expect(database.pragma('integrity_check', { simple: true }) === 'ok', 'it runs on a damaged file')
    database.close()
  }
}

async function survivesHalfMigrated({ random, expect, measure, store }: RowContext): Promise<void> {
  const entry = await bundleNode()
  const { dataDir } = await store()
  for (let at = 0; at < KILLS; at += 1) {
    const started = await spawnProcess({ dataDir, entry })
    // The file appears when migrating begins; chance decides how far it gets.
    while (!existsSync(join(dataDir, 'parley.db')) && (await isRunning(started.ended))) await delay(1)
    await delay(random.below(30))
    await started.kill('SIGKILL')
  }
  const last = await startProcess({ dataDir, entry })
  const { code } = await last.kill('SIGTERM')
  expect(code === 0, `after the kills it ended with ${code}`)
  measure('kills', KILLS)
}

function isRunning(ended: Promise<unknown>): Promise<boolean> {
  return Promise.race([ended.then(() => false), delay(0, true)])
}
