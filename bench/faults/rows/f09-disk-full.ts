// F9: there is no room left on the disk. Reading goes on, writing is refused, and goes on by itself once there is room.
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { openCrowd } from '../crowd'
import type { Row } from '../row'
import { eventually } from '../wait'

const NO_LIMIT = 1_073_741_823

export const diskFull: Row = {
  id: 'F9',
  title: 'database full (PRAGMA max_page_count on the node’s own connection), then room again',
  nodes: 1,
  stores: ['sqlite'],
  bus: false,
  async run(context) {
    const { random, recorder } = context
    const lab = await context.lab()
    const [node] = lab.nodes
    const crowd = await openCrowd(context, lab, { members: 4 })
    const stop = crowd.chat(100)
    await delay(300 + random.below(300))
    const from = recorder.now()
    // As many pages as there are: the next one that is needed is one too many.
    node?.process.tell({ kind: 'pages', most: 1 })
    const hears = (): boolean =>
      recorder.records.some((record) => record.t > from && record.op === 'refusal' && record.code === 'storage_full')
    context.expect(await eventually(hears, 20_000), 'nobody was told that the storage is full')
    const [tab] = crowd.tabs
    const page = { roomId: crowd.rooms[0] ?? tab?.person.roomId, limit: 10, beforeSeq: 1_000_000 }
    context.expect((await tab?.ask('message:page', Object(page))) === true, 'the log could not be read meanwhile')
    await delay(500)
    node?.process.tell({ kind: 'pages', most: NO_LIMIT })
    await context.healed(lab, crowd)
    await delay(500)
    stop()
    await context.judge(lab, crowd)
    const file = new Sqlite(join(lab.store.dataDir, 'parley.db'), { readonly: true })
    const verdict = file.pragma('integrity_check', { simple: true })
    file.close()
    context.expect(verdict === 'ok', `integrity_check says ${String(verdict)}`)
  },
}
