// The reactions that are one press away, and those this browser used last.

export const QUICK_REACTIONS = ['👍', '❤️', '😂', '🎉', '😮', '🙏'] as const

const KEY = 'parley:emoji'
const MOST_KEPT = 24
const EMOJI = /^\p{RGI_Emoji}$/v

/** The last used emoji, the latest first. Empty where the browser keeps nothing. */
export function recentEmoji(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    if (!Array.isArray(kept)) return []
    return kept.filter((emoji) => typeof emoji === 'string' && EMOJI.test(emoji)).slice(0, MOST_KEPT)
  } catch {
    return []
  }
}

/** Remembers that an emoji was used. */
export function noteEmoji(emoji: string): void {
  const kept = [emoji, ...recentEmoji().filter((other) => other !== emoji)].slice(0, MOST_KEPT)
  try {
    localStorage.setItem(KEY, JSON.stringify(kept))
  } catch {
    // Full or forbidden: the quick ones are still there.
  }
}
