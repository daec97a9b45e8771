import { useState } from 'react'
import type { RoomState } from '#lib/client/room-state'
import type { Message } from '#lib/shared/model'

type Reader = {
  self: RoomState['self']
  isAtEnd: boolean
  dividerAfter: number | undefined
  /** At the end, with the divider further up than what is loaded. */
  leadsUp: boolean
}

/** How many messages of others the reader has neither read nor had at the live end before them, and the first of them. */
export function useNewCount(messages: readonly Message[], { self, isAtEnd, dividerAfter, leadsUp }: Reader) {
  const lastSeq = messages.at(-1)?.seq ?? 0
  const [seenSeq, setSeenSeq] = useState(dividerAfter ?? lastSeq)
  if (isAtEnd && seenSeq !== lastSeq) setSeenSeq(lastSeq)

  const since = leadsUp ? (dividerAfter ?? 0) : Math.max(seenSeq, self.readSeq)
  const fresh =
    isAtEnd && !leadsUp
      ? []
      : messages.filter(
          ({ seq, author, deletedAt }) => seq > since && author.id !== self.userId && deletedAt === undefined,
        )
  return { count: fresh.length, first: fresh[0], markSeen: () => setSeenSeq(lastSeq) }
}
