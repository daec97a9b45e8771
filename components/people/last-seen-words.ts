import type { RosterMember } from '#lib/client/room-state'
import type { Translate } from '../language/translate'
import type { Clock } from '../room/clock'

/** "Here now", "Away" or when somebody was last here. [E40] */
export function lastSeenWords(t: Translate, { state, lastSeenAt }: RosterMember, clock: Clock): string {
  if (state !== 'absent') return t(`people.${state}`)
  return clock.isToday(lastSeenAt)
    ? t('people.lastHereAt', { time: clock.timeOf(lastSeenAt) })
    : t('people.lastHereOn', { day: clock.dayLabelOf(lastSeenAt) })
}
