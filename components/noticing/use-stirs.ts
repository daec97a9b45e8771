import { useEffect, useEffectEvent } from 'react'
import { isLookedAt } from '#lib/client/looking'
import { notify } from '#lib/client/notifications'
import { isSeenHere, tellInOneTab } from '#lib/client/one-tab'
import { readPreferences } from '#lib/client/preferences'
import { playTone } from '#lib/client/sounds'
import type { ListedRoom, Stirred } from '#lib/shared/model'
import { useLanguage } from '../language/use-language'
import { roomName } from '../rail/room-name'
import { announce } from '../ui/announce'
import { type Notice, noticeOf } from './notice-of'
import type { NoticingProps } from './noticing'

/** Tells of new messages where nobody sees them come: a notification, a tone, and words for other rooms. [E57] [E59] */
export function useStirs({ store, rooms, onOpenRoom }: NoticingProps): void {
  const { t, locale } = useLanguage()

  function say({ kind, last }: Notice, { room }: ListedRoom) {
    if (!last || kind === 'message' || readPreferences().spoken === 'nothing') return
    const { name } = last.author
    announce(
      kind === 'private'
        ? t('noticing.wroteYou', { name })
        : t('noticing.mentionedIn', { name, title: roomName(room) }),
    )
  }

  function bodyOf({ kind, last, count }: Notice): string {
    if (!last) return t('anywhere.newMessages', { count })
    return kind === 'private' ? last.text : t('row.said', { author: last.author.name, text: last.text })
  }

  function open({ room }: ListedRoom, seq: number) {
    if (room.id !== store.getState().room.id) return onOpenRoom(room)
    const message = store.getState().timeline.messages.find((one) => one.seq === seq)
    if (message) document.getElementById(`m-${message.id}`)?.scrollIntoView({ block: 'center' })
  }

  const hear = useEffectEvent((stir: Stirred, listed: ListedRoom) => {
    const { room } = listed
    const isShown = room.id === store.getState().room.id
    const lock = `parley:notice:${room.id}`
    if (isShown && isLookedAt()) return isSeenHere(lock)
    const notice = noticeOf(stir, listed, { selfId: store.getState().self.userId, silences: rooms.state.silences })
    if (!notice) return
    if (!isShown) say(notice, listed)
    void tellInOneTab(lock, () => {
      if (readPreferences().sound === 'on' && notice.kind !== 'message') playTone()
      if (isLookedAt()) return
      notify({
        title: roomName(room),
        body: bodyOf(notice),
        tag: room.id,
        lang: locale,
        onPress: () => open(listed, stir.upto),
      })
    })
  })

  useEffect(() => rooms.store.onStirred((stir, listed) => hear(stir, listed)), [rooms.store])
}
