import { useEffect, useRef } from 'react'
import type { Message } from '#lib/shared/protocol'
import { announce } from '../ui/announce'
import { createIncomingAnnouncer } from './incoming-announcer'

/** Says aloud what others write while this chat has the focus, never history and never one's own words. */
export function useIncomingAnnouncements(messages: readonly Message[], selfId: string): void {
  const announcer = useRef<ReturnType<typeof createIncomingAnnouncer>>(undefined)
  const heardSeq = useRef<number>(undefined)

  useEffect(() => {
    const created = createIncomingAnnouncer(announce)
    announcer.current = created
    return () => created.stop()
  }, [])

  useEffect(() => {
    const before = heardSeq.current
    heardSeq.current = messages.at(-1)?.seq ?? 0
    if (before === undefined || !document.hasFocus()) return
    for (const { seq, author, body, deletedAt } of messages) {
      if (seq <= before || author.id === selfId || deletedAt !== undefined) continue
      announcer.current?.hear({ author: author.name, body })
    }
  }, [messages, selfId])
}
