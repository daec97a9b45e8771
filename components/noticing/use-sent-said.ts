import { useEffect, useEffectEvent } from 'react'
import { readPreferences } from '#lib/client/preferences'
import type { RoomStore } from '#lib/client/room-state'
import { useT } from '../language/use-t'
import { announce } from '../ui/announce'

/** Says when an own message is stored, for who asked for that in the preferences. */
export function useSentSaid(store: RoomStore): void {
  const t = useT()
  const say = useEffectEvent(() => {
    if (readPreferences().spokenSent === 'on') announce(t('noticing.sent'))
  })

  useEffect(() => {
    let waiting = new Set<string>()
    return store.subscribe(() => {
      const { outbox, timeline, self } = store.getState()
      const now = new Set<string>(outbox.map(({ clientMessageId }) => clientMessageId))
      const isStored = timeline.messages.some(
        ({ author, clientMessageId }) =>
          author.id === self.userId && waiting.has(clientMessageId) && !now.has(clientMessageId),
      )
      waiting = now
      if (isStored) say()
    })
  }, [store])
}
