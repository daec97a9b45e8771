import { useEffect, useRef } from 'react'
import type { OutgoingMessage } from '#lib/client/room-state'
import { useT } from '../language/use-t'
import { unsentSentence } from '../sentences'
import { announce } from '../ui/announce'

/** Says at once when an own message was refused for good. */
export function useFailureAnnouncements(outbox: readonly OutgoingMessage[]): void {
  const t = useT()
  const said = useRef(new Set<string>())
  useEffect(() => {
    for (const outgoing of outbox) {
      if (outgoing.status !== 'failed') {
        said.current.delete(outgoing.clientMessageId)
      } else if (!said.current.has(outgoing.clientMessageId)) {
        said.current.add(outgoing.clientMessageId)
        announce(unsentSentence(t, 'failed', outgoing.reason), 'assertive')
      }
    }
  }, [outbox, t])
}
