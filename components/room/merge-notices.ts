import type { Notice } from '#lib/client/room-state'

export type NoticeLine =
  | { kind: 'joined' | 'left'; people: { userId: string; name: string }[]; at: number }
  | { kind: 'renamed'; userId: string; before: string; name: string; at: number }

/**
 * The notices between two messages: who came and who went, each on one line, and who took another name. Of somebody who
 * came and went several times only the last counts; of several names the first and the last. [E26]
 */
export function mergeNotices(notices: readonly Notice[]): NoticeLine[] {
  const lastByUser = new Map<string, Exclude<Notice, { kind: 'renamed' }>>()
  const renames = new Map<string, Extract<NoticeLine, { kind: 'renamed' }>>()
  for (const notice of notices) {
    const { userId, name, at } = notice
    if (notice.kind === 'renamed') {
      const before = renames.get(userId)?.before ?? notice.before
      renames.delete(userId)
      renames.set(userId, { kind: 'renamed', userId, before, name, at })
    } else {
      lastByUser.delete(userId)
      lastByUser.set(userId, notice)
    }
  }
  const lines = new Map<'joined' | 'left', Exclude<NoticeLine, { kind: 'renamed' }>>()
  for (const { kind, userId, name, at } of lastByUser.values()) {
    const line = lines.get(kind) ?? { kind, people: [], at }
    line.people.push({ userId, name })
    line.at = at
    lines.set(kind, line)
  }
  return [...lines.values(), ...renames.values()]
}
