// F8: another process holds SQLite's write lock. Nobody's event loop waits for it.
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { openCrowd } from '../crowd'
import type { Row } from '../row'

/** What is promised, and where the row fails: a shared machine has slow moments that are not the node's. */
const PROMISED_MS = 250
const FAILS_AT_MS = 500

export const writeLock: Row = {
  id: 'F8',
  title: 'a second process holds the SQLite write lock 6.5 s, every twentieth seed 10 s',
  nodes: 1,
  stores: ['sqlite'],
  bus: false,
  async run(context) {
    const { seed, recorder } = context
    const lab = await context.lab()
    const [node] = lab.nodes
    const crowd = await openCrowd(context, lab, { members: 4 })
    const stop = crowd.chat(60)
    await delay(300)
    node?.process.resetLoopDelay()
    const other = new Sqlite(join(lab.store.dataDir, 'parley.db'))
    const from = recorder.now()
    other.exec('begin immediate')
    await delay(seed % 20 === 0 ? 10_000 : 6_500)
    other.exec('commit')
    const to = recorder.now()
    other.close()
    await context.healed(lab, crowd)
    await delay(500)
    stop()
    const { longestOwn = 0 } = (await node?.process.loopDelay()) ?? {}
    await context.judge(lab, crowd)
    const between = recorder.records.filter(({ t }) => t > from && t < to)
    // The server says `retry` after as long as a tab waits for an answer, so either may come first.
    const unsettled = between.filter(({ op }) => op === 'refusal' || op === 'timeout').length
    const lost = between.filter(({ op }) => op === 'disconnect').length
    context.measure('event loop held up, ms', Math.round(longestOwn))
    context.expect(longestOwn < FAILS_AT_MS, `the event loop was held up ${longestOwn} ms (promised ${PROMISED_MS})`)
    context.expect(unsettled > 0, 'everybody was answered although nothing could be written')
    context.expect(lost === 0, `${lost} connection(s) were lost`)
  },
}
