import type { PresenceState } from '#lib/shared/protocol'

const WORDS: Record<PresenceState, string> = { present: 'Here now', away: 'Away', absent: 'Not here' }

/** Presence in words, for those who do not see the dot. */
export function presenceWords(state: PresenceState): string {
  return WORDS[state]
}
