// What changed in a room since a rev, for nodes that did not write it.
import type { Db, Trx } from '../db/database'
import type { RoomCode, RoomId } from '../shared/ids'
import { SIZES } from '../shared/limits'
import { SERVER_SIZES } from '../shared/server-sizes'
import type { CommittedRange } from './log-change'
import { findRowsAfter, toMessages, withinBytes } from './messages'

export type Changes = {
  /** Everything after the rev that was asked from, at most one Advance of it. */
  range: CommittedRange
  /** Below it the log is forgotten: whoever stands there needs a fresh page instead. */
  floorRev: number
}

/**
 * The changes after `since`; where those are more than anyone is told one by one, only the newest page of them, so that
 * a range may begin later than asked. `trx` must be one snapshot. Nothing where there is no such room.
 */
export async function findChanges(trx: Trx, roomId: RoomId, since: number): Promise<Changes | undefined> {
  const room = await trx.selectFrom('rooms').select(['rev', 'floor_rev']).where('id', '=', roomId).executeTakeFirst()
  if (!room) return undefined
  const { rev: head, floor_rev: floorRev } = room
  const from = head - since > SERVER_SIZES.catchUpResetAfter ? head - SIZES.advanceMessages : Math.min(since, head)
  const rows = from === head ? [] : await findRowsAfter(trx, roomId, from, SIZES.advanceMessages + 1)
  const messages = withinBytes(await toMessages(trx, rows.slice(0, SIZES.advanceMessages)))
  const last = messages.at(-1)
  const upto = last && messages.length < rows.length ? last.rev : head
  return { range: { roomId, since: from, upto, head, messages }, floorRev }
}

/** Where a room stands and by which code it is found: what a node compares with what it told last. */
export type RoomMark = { head: number; code: RoomCode | null }

const AT_ONCE = 500

export async function findRoomMarks(db: Db, ids: readonly RoomId[]): Promise<Map<RoomId, RoomMark>> {
  const marks = new Map<RoomId, RoomMark>()
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const some = ids.slice(at, at + AT_ONCE)
    const rows = await db.selectFrom('rooms').select(['id', 'rev', 'code']).where('id', 'in', some).execute()
    for (const { id, rev, code } of rows) marks.set(id, { head: rev, code })
  }
  return marks
}
