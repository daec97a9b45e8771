// Which tabs are still waited for: found from the records as they come, each of which is looked at once.
import type { HistoryRecord } from '../oracle/history'

type Whose = { client: string; userId: string; roomId: string }

/** Closed tabs and those of people who left are not waited for. @returns whether a tab is, by all that is recorded now */
export function followLiving(records: readonly HistoryRecord[]): (tab: Whose) => boolean {
  const closed = new Set<string>()
  /** How many stays of a member in a room have not ended. */
  const stays = new Map<string, number>()
  let seen = 0

  function take({ op, client, member, room }: HistoryRecord): void {
    if (op === 'close') closed.add(client)
    if (op !== 'join' && op !== 'leave' && op !== 'kick') return
    const stay = `${member} ${room}`
    const open = stays.get(stay) ?? 0
    stays.set(stay, op === 'join' ? open + 1 : Math.max(0, open - 1))
  }

  return ({ client, userId, roomId }) => {
    for (const record of records.slice(seen)) take(record)
    seen = records.length
    return !closed.has(client) && (stays.get(`${userId} ${roomId}`) ?? 0) > 0
  }
}
