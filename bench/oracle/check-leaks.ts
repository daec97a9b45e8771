// O11: nobody received anything of a room they were not in.
import type { Facts, Stay, Violation } from './facts'
import type { HistoryRecord } from './history'

export function checkLeaks(records: readonly HistoryRecord[], { stays, leakAfterMs }: Facts): Violation[] {
  const byMember = new Map<string, Stay[]>()
  for (const stay of stays) {
    const key = `${stay.member}/${stay.room}`
    byMember.set(key, [...(byMember.get(key) ?? []), stay])
  }
  return records.flatMap((record): Violation[] => {
    if (record.op !== 'event' && record.op !== 'catchup' && record.op !== 'reset') return []
    const { t, client, member, room, items } = record
    const own = byMember.get(`${member}/${room}`) ?? []
    // A snapshot or event that is empty tells nothing; one of a stay that ended a moment ago may be on its way.
    if (items.length === 0 || own.some(({ from, to }) => t >= from && t <= (to ?? t) + leakAfterMs)) return []
    const since = own.at(-1)?.to
    const late =
      since === undefined ? 'without ever being in the room' : `${Math.round(t - since)} ms after the removal`
    return [{ check: 'O11', client, room, what: `${items.length} message(s) received ${late}` }]
  })
}
