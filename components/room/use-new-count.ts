import { useState } from 'react'
import type { Message } from '#lib/shared/protocol'

/** How many messages of others came since the reader left the live end, and the first of them. */
export function useNewCount(messages: readonly Message[], selfId: string, isAtEnd: boolean) {
  const lastSeq = messages.at(-1)?.seq ?? 0
  const [seenSeq, setSeenSeq] = useState(lastSeq)
  if (isAtEnd && seenSeq !== lastSeq) setSeenSeq(lastSeq)

  const fresh = isAtEnd
    ? []
    : messages.filter(({ seq, author, deletedAt }) => seq > seenSeq && author.id !== selfId && deletedAt === undefined)
  return { count: fresh.length, first: fresh[0], markSeen: () => setSeenSeq(lastSeq) }
}
