import { useEffect, useEffectEvent } from 'react'
import { readPreferences } from '#lib/client/preferences'
import type { RoomStore } from '#lib/client/room-state'
import { isMentioned } from '#lib/shared/mentions'
import type { Message, Silence } from '#lib/shared/model'
import { useT } from '../language/use-t'
import { createIncomingAnnouncer } from '../room/incoming-announcer'
import { plainText } from '../search/plain-text'
import { announce } from '../ui/announce'

/**
 * Says aloud what others write while this chat has the focus: never history, one's own words, or those of the muted and
 * blocked.
 */
export function useSpokenMessages(store: RoomStore, silences: readonly Silence[]): void {
  const t = useT()

  const isWanted = useEffectEvent(({ author, deletedAt }: Message, isForMe: boolean) => {
    const { spoken } = readPreferences()
    if (deletedAt !== undefined || author.id === store.getState().self.userId) return false
    if (spoken === 'nothing' || (spoken === 'mentions' && !isForMe)) return false
    return !silences.some(({ userId }) => userId === author.id)
  })

  useEffect(() => {
    const announcer = createIncomingAnnouncer(t, announce)
    let heardSeq = store.getState().timeline.messages.at(-1)?.seq ?? 0
    const stop = store.subscribe(() => {
      const { timeline, self, room } = store.getState()
      const before = heardSeq
      heardSeq = Math.max(before, timeline.messages.at(-1)?.seq ?? 0)
      if (heardSeq === before || !document.hasFocus()) return
      for (const message of timeline.messages) {
        if (message.seq <= before) continue
        const isMention = isMentioned(message.body, self.name)
        if (!isWanted(message, isMention || room.kind === 'private')) continue
        announcer.hear({ author: message.author.name, body: plainText(message.body), isMention })
      }
    })
    return () => {
      stop()
      announcer.stop()
    }
  }, [store, t])
}
