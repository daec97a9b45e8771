// Which names need a tag, because another one here differs from them in ASCII letter case at most.
import type { RosterMember } from '#lib/client/room-state'
import type { Message } from '#lib/shared/model'
import { caseKey, tagOf } from '#lib/shared/names'

/** Tags by user id, for everybody who needs one among the people here and the authors of the loaded messages. */
export function nameTags(roster: readonly RosterMember[], messages: readonly Message[]): ReadonlyMap<string, string> {
  const holders = new Map<string, Set<string>>()
  const note = (userId: string, name: string) => {
    const key = caseKey(name)
    const held = holders.get(key)
    if (held) held.add(userId)
    else holders.set(key, new Set([userId]))
  }
  for (const { userId, name } of roster) note(userId, name)
  for (const { author } of messages) note(author.id, author.name)

  const tags = new Map<string, string>()
  for (const userIds of holders.values()) {
    if (userIds.size > 1) for (const userId of userIds) tags.set(userId, tagOf(userId))
  }
  return tags
}
