// After the fault: waits until every tab holds what the database holds, or its time is over, and reads the rows.
import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '#lib/db/database'
import { toMessages } from '#lib/domain/messages'
import type { RoomId } from '#lib/shared/ids'
import { type Facts, staysOf } from '../oracle/facts'
import { type HistoryRecord, hashContent } from '../oracle/history'
import type { Crowd } from './crowd'
import { followLiving } from './living'
import type { Progress } from './progress'
import type { Recorder } from './recorder'
import { isAtRest, type Tab } from './virtual-tab'

/** What comes late, or twice, comes within this. */
const QUIET_MS = 300
const LOOK_EVERY_MS = 100
const PAGES_AT_MOST = 100
/** So many tabs read back at the same time. */
const READERS = 8

type Parts = {
  database: Database
  crowd: Crowd
  recorder: Recorder
  leakAfterMs: number
  restMs: number
  progress: Progress
}

/** @returns the rows, and the records up to the moment at which they were read: whatever is not at rest goes on */
export async function settle(parts: Parts): Promise<{ facts: Facts; records: HistoryRecord[] }> {
  const { database, crowd, recorder, leakAfterMs, restMs, progress } = parts
  const isOfLiving = followLiving(recorder.records)
  const isLiving = ({ client, person }: Tab): boolean => isOfLiving({ client, ...person })
  // Looking through all that is recorded holds up the tabs, which share this process: it comes before the clock starts.
  crowd.tabs.some(isLiving)
  if (!recorder.records.some(({ op }) => op === 'heal')) await noteHeal(database, crowd, recorder)
  const deadline = performance.now() + restMs
  async function findRestless(): Promise<Tab[]> {
    const heads = await findHeads(database, crowd.rooms)
    const isResting = (tab: Tab) => isAtRest(tab.room.getState(), heads.get(tab.person.roomId) ?? 0)
    return crowd.tabs.filter((tab) => isLiving(tab) && !isResting(tab))
  }
  let restless = await findRestless()
  progress.now(() => `${restless.length} of ${crowd.tabs.length} tabs are not at rest`)
  while (restless.length > 0 && performance.now() <= deadline) {
    await delay(LOOK_EVERY_MS)
    restless = await findRestless()
  }
  await delay(QUIET_MS)
  await readAllToStart(crowd.tabs.filter(isLiving), progress)
  progress.now(() => 'the rows are read')
  const records = [...recorder.records]
  return { records, facts: await readFacts(database, crowd, records, leakAfterMs) }
}

/** Notes that the fault is over, and where the rooms stand. */
export async function noteHeal(database: Database, { rooms }: Crowd, recorder: Recorder): Promise<void> {
  const t = recorder.now()
  for (const [room, head] of await findHeads(database, rooms))
    recorder.note({ t, client: 'harness', member: '', node: '', room, op: 'heal', head })
}

async function readAllToStart(tabs: readonly Tab[], progress: Progress): Promise<void> {
  const left = tabs.values()
  let done = 0
  progress.now(() => `${done} of ${tabs.length} tabs have read their room to its start`)
  async function work(): Promise<void> {
    for (const tab of left) {
      await readToStart(tab)
      done += 1
    }
  }
  await Promise.all(Array.from({ length: READERS }, work))
}

/** Loads what came before the window, so that pages are compared too. */
async function readToStart({ room }: Tab): Promise<void> {
  for (let pages = 0; pages < PAGES_AT_MOST && !room.getState().timeline.reachedStart; pages += 1) {
    await room.loadOlder()
    if (room.getState().olderPages === 'failed') return
  }
}

async function findHeads({ read }: Database, rooms: readonly RoomId[]): Promise<Map<RoomId, number>> {
  const rows = await read.selectFrom('rooms').select(['id', 'rev']).where('id', 'in', rooms).execute()
  return new Map(rows.map(({ id, rev }) => [id, rev]))
}

async function readFacts(
  database: Database,
  { rooms }: Crowd,
  records: readonly HistoryRecord[],
  leakAfterMs: number,
): Promise<Facts> {
  return database.snapshot(async (trx) => {
    const heads = await trx.selectFrom('rooms').select(['id', 'rev as head']).where('id', 'in', rooms).execute()
    const messages: Facts['messages'][number][] = []
    for (const room of rooms) {
      const rows = await trx.selectFrom('messages').selectAll().where('room_id', '=', room).orderBy('seq').execute()
      for (let from = 0; from < rows.length; from += 500) {
        for (const message of await toMessages(trx, rows.slice(from, from + 500))) {
          const { id, clientMessageId, seq, rev, author, deletedAt } = message
          const own = { room, id, clientMessageId, seq, rev, author: author.id, isDeleted: deletedAt !== undefined }
          messages.push({ ...own, hash: hashContent(message) })
        }
      }
    }
    return { rooms: heads, messages, stays: staysOf(records), leakAfterMs }
  })
}
