import type { Notice } from '#lib/client/room-state'

export type NoticeLine = { kind: Notice['kind']; people: { userId: string; name: string }[]; at: number }

/**
 * The notices between two messages as at most two lines: who came and who went. Of somebody who came and went several
 * times only the last counts. [E26]
 */
export function mergeNotices(notices: readonly Notice[]): NoticeLine[] {
  const lastByUser = new Map<string, Notice>()
  for (const notice of notices) {
    lastByUser.delete(notice.userId)
    lastByUser.set(notice.userId, notice)
  }
  const lines = new Map<Notice['kind'], NoticeLine>()
  for (const { kind, userId, name, at } of lastByUser.values()) {
    const line = lines.get(kind) ?? { kind, people: [], at }
    line.people.push({ userId, name })
    line.at = at
    lines.set(kind, line)
  }
  return [...lines.values()]
}
