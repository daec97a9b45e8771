import { type RefObject, useEffect, useEffectEvent, useRef } from 'react'
import type { PageLoad, RoomStore } from '#lib/client/room-state'
import type { Message } from '#lib/shared/model'
import { useT } from '../language/use-t'
import { announce } from '../ui/announce'

type Side = {
  load: PageLoad
  /** There is nothing beyond on the server. */
  isDone: boolean
  /** Rows that are held and not in the page. */
  hasHidden: boolean
  widen: () => void
}

type Options = { store: RoomStore; messages: readonly Message[]; older: Side; newer: Side }

/** Closer to the top, or to the bottom, than one viewport. `scrollTop` is 0 at the end and negative above it. */
function isNearTop(box: HTMLElement): boolean {
  return box.scrollHeight - box.clientHeight + box.scrollTop < box.clientHeight
}

function isNearBottom(box: HTMLElement): boolean {
  return -box.scrollTop < box.clientHeight
}

/** Shows more when the reader comes near an end of the list: first what is held, then a page from the server. [E7] */
export function useMorePages(scroller: RefObject<HTMLElement | null>, options: Options): void {
  const t = useT()
  const { messages, older, newer } = options
  const countBefore = useRef<number>(undefined)
  const firstId = messages[0]?.id
  const lastId = messages.at(-1)?.id

  const look = useEffectEvent(() => {
    const box = scroller.current
    if (!box) return
    if (isNearTop(box)) {
      if (older.hasHidden) return older.widen()
      if (!older.isDone && older.load === 'idle') {
        countBefore.current = messages.length
        return void options.store.loadOlder()
      }
    }
    if (!isNearBottom(box)) return
    if (newer.hasHidden) newer.widen()
    else if (!newer.isDone && newer.load === 'idle') void options.store.loadNewer()
  })

  useEffect(() => {
    const box = scroller.current
    if (!box) return
    const onScroll = () => look()
    box.addEventListener('scroll', onScroll, { passive: true })
    return () => box.removeEventListener('scroll', onScroll)
  }, [scroller])

  // A page may be short, or all of it deleted: look again whenever an end has moved.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what changed is not read, it says that it is time to look.
  useEffect(
    () => look(),
    [firstId, lastId, older.isDone, older.load, newer.isDone, newer.load, older.hasHidden, newer.hasHidden],
  )

  // biome-ignore lint/correctness/useExhaustiveDependencies: said once a page has come, not with every new message.
  useEffect(() => {
    if (countBefore.current === undefined || older.load === 'loading') return
    const loaded = messages.length - countBefore.current
    countBefore.current = undefined
    if (loaded > 0) announce(t('room.olderLoaded', { count: loaded }))
  }, [older.load])
}
